import { databaseUrl, withDatabase } from "../fixtures/database";
import { kubeconfig, leftovers, withNamespace } from "../fixtures/kubernetes";
import { tellStory } from "../fixtures/story";
import { expect, test, withPortal } from "../fixtures/test";

test("the whole story on Kubernetes and PostgreSQL, with the portal killed during the create and during the update", async ({
  page,
  consoleProblems,
}) => {
  test.skip(!kubeconfig, "needs BERTH_TEST_KUBECONFIG");
  test.skip(!databaseUrl, "needs BERTH_TEST_DATABASE_URL");
  await withDatabase("berth_story", async (url) => {
    await withNamespace("story-killed", async () => {
      const settings = {
        CLUSTER_TYPE: "kubernetes",
        KUBECONFIG: kubeconfig,
        KUBE_NAMESPACE: "story-killed",
        DATABASE_URL: url,
      };
      await withPortal(page, settings, async (portal) => {
        const workspace = {
          name: "killed",
          image: "berth.test/workspace:1",
          shows: /berth\.test\/workspace:1/,
          environmentPath: "/cgi-bin/env",
          before: "hello-from-berth",
          after: "changed-by-update",
        };
        await tellStory(page, portal, workspace, async () => {
          await portal.kill();
          await portal.start();
          // While the portal is away the browser says so in its console, which is no fault of the page.
          await page.reload();
          consoleProblems.length = 0;
        });
        await expect.poll(() => leftovers("story-killed"), { timeout: 30_000 }).toEqual([]);
        consoleProblems.length = 0;
      });
    });
  });
});
