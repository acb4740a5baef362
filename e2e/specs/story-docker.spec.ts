import { tellStory } from "../fixtures/story";
import { test, withPortal } from "../fixtures/test";

const socket = process.env["BERTH_TEST_DOCKER"];

test("the whole story on a Docker engine", async ({ page }) => {
  test.skip(!socket, "needs BERTH_TEST_DOCKER, the path of a Docker engine's socket");
  await withPortal(page, { CLUSTER_TYPE: "docker", DOCKER_HOST: `unix://${socket}` }, async (portal) => {
    await tellStory(page, portal, {
      name: "story-docker",
      image: "berth.test/workspace:1",
      shows: /berth\.test\/workspace:1/,
      environmentPath: "/cgi-bin/env",
      before: "hello-from-berth",
      after: "changed-by-update",
    });
  });
});
