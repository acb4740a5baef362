import { swarmObjects } from "../fixtures/docker";
import { tellStory } from "../fixtures/story";
import { expect, test, withPortal } from "../fixtures/test";

const socket = process.env["BERTH_TEST_SWARM"];

test("the whole story in a Docker Swarm", async ({ page }) => {
  test.skip(!socket, "needs BERTH_TEST_SWARM, the path of a swarm manager's socket");
  const settings = { CLUSTER_TYPE: "docker", DOCKER_HOST: `unix://${socket}`, DOCKER_SWARM_MODE: "1" };
  await withPortal(page, settings, async (portal) => {
    await tellStory(page, portal, {
      name: "story-swarm",
      image: "berth.test/workspace:1",
      shows: /berth\.test\/workspace:1/,
      environmentPath: "/cgi-bin/env",
      before: "hello-from-berth",
      after: "changed-by-update",
    });
    await page.goto("/clusters");
    await expect(page.getByText("Docker Swarm", { exact: false }).first()).toBeVisible();
    expect(await swarmObjects(socket ?? "", "story-swarm")).toEqual([]);
  });
});
