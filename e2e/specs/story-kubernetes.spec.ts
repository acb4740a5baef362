import { kubeconfig, leftovers, withNamespace } from "../fixtures/kubernetes";
import { tellStory } from "../fixtures/story";
import { expect, test, withPortal } from "../fixtures/test";

const story = {
  image: "berth.test/workspace:1",
  shows: /berth\.test\/workspace:1/,
  environmentPath: "/cgi-bin/env",
  before: "hello-from-berth",
  after: "changed-by-update",
};

test("the whole story on Kubernetes", async ({ page }) => {
  test.skip(!kubeconfig, "needs BERTH_TEST_KUBECONFIG");
  await withNamespace("story", async () => {
    const settings = { CLUSTER_TYPE: "kubernetes", KUBECONFIG: kubeconfig, KUBE_NAMESPACE: "story" };
    await withPortal(page, settings, async (portal) => {
      await tellStory(page, portal, { name: "story-kube", ...story });
      await expect.poll(() => leftovers("story"), { timeout: 30_000 }).toEqual([]);
    });
  });
});
