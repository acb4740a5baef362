import type { Page } from "@playwright/test";
import { apiOf, apiSettings } from "../fixtures/api";
import { kubeconfig, kubectl, withNamespace } from "../fixtures/kubernetes";
import { look } from "../fixtures/looks";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const namespace = "adopt";

/** As Mage makes its workspaces; another one with two replicas, which no workspace can be. */
const theirs = `
apiVersion: v1
kind: Service
metadata: { name: demo-service, labels: { app: demo, dev-instance: "1" } }
spec: { type: NodePort, selector: { app: demo }, ports: [{ port: 6789 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: demo, labels: { app: demo } }
spec:
  selector: { matchLabels: { app: demo } }
  template:
    metadata: { labels: { app: demo } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: demo-container
          image: berth.test/workspace:1
          env: [{ name: USER_CODE_PATH, value: demo }]
          ports: [{ containerPort: 6789, name: web }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: pair }
spec:
  replicas: 2
  selector: { matchLabels: { app: pair } }
  template:
    metadata: { labels: { app: pair } }
    spec: { terminationGracePeriodSeconds: 1, containers: [{ name: main, image: "berth.test/workspace:1" }] }
`;

const podUid = () => kubectl(["-n", namespace, "get", "pod", "demo-0", "-o", "jsonpath={.metadata.uid}"]);

test("what Mage made is found, looked at, and adopted without a restart; then it opens and stops as any workspace", async ({
  page,
}) => {
  test.skip(!kubeconfig, "needs BERTH_TEST_KUBECONFIG");
  const settings = {
    CLUSTER_TYPE: "kubernetes",
    KUBECONFIG: kubeconfig,
    KUBE_NAMESPACE: namespace,
    BERTH_OWNER_EMAIL: owner.email,
    BERTH_OWNER_PASSWORD: owner.password,
    ...apiSettings,
  };
  await withNamespace(namespace, async () => {
    kubectl(["-n", namespace, "apply", "-f", "-"], theirs);
    kubectl(["-n", namespace, "rollout", "status", "statefulset/demo", "--timeout=60s"]);
    const before = podUid();
    await withPortal(page, settings, async (portal) => {
      const api = apiOf(portal);
      await signIn(page, portal);
      await page.getByRole("link", { name: "Clusters" }).click();
      await page.getByRole("link", { name: /^Unmanaged on/ }).click();
      const item = (name: string) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
      await expect(item("pair")).toContainText("2 replicas");
      await expect(item("pair").getByRole("button")).toHaveCount(0);
      await expect(item("demo")).toContainText("Mage");

      const path = new URL(page.url()).pathname;
      const dialog = async (shown: Page) => {
        await shown.getByRole("button", { name: /^(Adopt demo|demo übernehmen)$/ }).click();
        await shown.locator(".monaco-editor .view-line").first().waitFor();
      };
      const plan = async (shown: Page) => {
        await dialog(shown);
        await shown.getByRole("button", { name: /^(Show the plan|Plan zeigen)$/ }).click();
        await shown.getByRole("button", { name: /^(Adopt|Übernehmen)$/ }).waitFor();
      };
      await look(page, portal, [
        { name: "what is unmanaged", path },
        { name: "what adopting does", path, open: plan },
      ]);

      await page.context().addCookies([{ name: "berth-locale", value: "en", url: portal.url }]);
      await page.goto(portal.url + path);
      await dialog(page);
      await page.getByLabel("Name of the workspace").fill("taken-over");
      await page.getByRole("button", { name: "Show the plan" }).click();
      await expect(page.getByText("app.kubernetes.io/managed-by").first()).toBeVisible();
      await page.getByRole("button", { name: "Adopt", exact: true }).click();
      await page.waitForURL(/\/workspaces\/taken-over/);
      await api.until("taken-over", "running");
      expect(podUid()).toBe(before);

      expect(await api.json("GET", "/workspaces/taken-over")).toMatchObject({ ready: true, restarts: 0, drift: false });
      await api.json("POST", "/workspaces/taken-over/stop");
      await api.until("taken-over", "stopped");
      await api.json("DELETE", "/workspaces/taken-over?storage=delete");
      await expect(() => expect(kubectl(["-n", namespace, "get", "statefulsets", "-o", "name"])).toBe("")).toPass({
        timeout: 20_000,
      });
    });
  });
});
