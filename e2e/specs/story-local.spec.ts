import { tellStory } from "../fixtures/story";
import { test, withPortal } from "../fixtures/test";

test("a newcomer makes an account, creates, opens, changes, stops and deletes a workspace on this machine", async ({
  page,
}) => {
  await withPortal(page, { CLUSTER_TYPE: "local" }, async (portal) => {
    await tellStory(page, portal, {
      name: "notes",
      shows: /Notes|Files/i,
      environmentPath: "/api/about",
      before: "GREETING",
      after: "ADDED_LATER",
    });
  });
});
