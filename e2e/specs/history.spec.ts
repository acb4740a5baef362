import { apiOf, apiSettings } from "../fixtures/api";
import { kubeconfig, kubectl, withNamespace } from "../fixtures/kubernetes";
import { phaseOf } from "../fixtures/story";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const namespace = "history";
const name = "kept-lab";
const document = `name: ${name}
container_config:
  image: berth.test/workspace:1
  env:
    - name: GREETING
      value: first
`;

const inNamespace = (...args: readonly string[]): string => kubectl(["-n", namespace, ...args]);
const imageNow = (): string =>
  inNamespace("get", "statefulsets", "-o", "jsonpath={.items[0].spec.template.spec.containers[0].image}");
const inWorkspace = (command: string): string => {
  const pod = inNamespace("get", "pods", "-o", "jsonpath={.items[0].metadata.name}");
  return inNamespace("exec", pod, "-c", "workspace", "--", "sh", "-c", command).trim();
};

test("where a value came from, the way back to an earlier revision, drift, and a deleted workspace restored", async ({
  page,
}) => {
  test.skip(!kubeconfig, "needs BERTH_TEST_KUBECONFIG");
  await withNamespace(namespace, async () => {
    const settings = {
      ...apiSettings,
      BERTH_OWNER_EMAIL: owner.email,
      BERTH_OWNER_PASSWORD: owner.password,
      CLUSTER_TYPE: "kubernetes",
      KUBECONFIG: kubeconfig,
      KUBE_NAMESPACE: namespace,
      WORKSPACE_DEFAULT_RESOURCE_LIMITS_MEMORY: "256Mi",
    };
    await withPortal(page, settings, async (portal) => {
      const api = apiOf(portal);
      await api.json("POST", "/workspaces", { name, container_config: { image: "berth.test/workspace:1" } });
      await api.until(name, "running");
      await api.json("PATCH", `/workspaces/${name}`, { document_yaml: document, message: "a greeting" });
      await api.until(name, "running");
      await signIn(page, portal);

      await test.step("every value says where it came from", async () => {
        await page.goto(`${portal.url}/workspaces/${name}/configuration`);
        const row = (path: string) => page.getByRole("row").filter({ has: page.getByText(path, { exact: true }) });
        await expect(row("container_config.image")).toContainText(/document/i);
        await expect(row("container_config.resources.limits.memory")).toContainText(
          "Setting WORKSPACE_DEFAULT_RESOURCE_LIMITS_MEMORY",
        );
        await expect(row("port")).toContainText("Built in");
        await page.getByRole("switch", { name: "Not from me" }).click({ force: true });
        await expect(row("container_config.image")).toHaveCount(0);
        await page.getByRole("textbox", { name: "Search fields, values and origins" }).fill("limits.memory");
        await expect(page.getByRole("row")).toHaveCount(2);
      });

      await test.step("an earlier revision comes back by plan", async () => {
        await page.getByRole("link", { name: "History", exact: true }).click();
        await expect(page.locator(".monaco-diff-editor")).toContainText("GREETING", { timeout: 60_000 });
        await page.getByRole("button", { name: "Roll back to revision 1" }).click();
        const dialog = page.getByRole("dialog");
        await expect(dialog.getByText(/GREETING/).first()).toBeVisible();
        await expect(dialog.getByText("restart", { exact: false }).first()).toBeVisible();
        await dialog.getByRole("button", { name: "Apply", exact: true }).click();
        await expect(dialog).toBeHidden();
        await expect(page.getByRole("listitem").filter({ hasText: "Revision 3" })).toContainText(
          "rolled back to revision 1",
        );
        await api.until(name, "running");
      });

      await test.step("what somebody changes with kubectl appears on the open page, and is reverted", async () => {
        await expect(phaseOf(page)).toHaveText("running", { timeout: 60_000 });
        const set = inNamespace("get", "statefulsets", "-o", "name").trim();
        inNamespace("set", "image", set, "workspace=berth.test/workspace:2");
        const banner = page.getByRole("status").filter({ hasText: "Somebody changed this workspace outside Berth" });
        await expect(banner).toContainText("berth.test/workspace:2");
        await expect(banner).toContainText("In the document: container_config.image");
        await banner.getByRole("button", { name: "Revert …" }).click();
        const dialog = page.getByRole("dialog");
        await expect(dialog.getByText("berth.test/workspace:2").first()).toBeVisible();
        await dialog.getByRole("button", { name: "Apply", exact: true }).click();
        await expect(banner).toBeHidden();
        await expect.poll(imageNow).toBe("berth.test/workspace:1");
        await api.until(name, "running");
      });

      await test.step("another change is accepted into the document", async () => {
        const set = inNamespace("get", "statefulsets", "-o", "name").trim();
        inNamespace("set", "env", set, "ADDED=by-hand");
        inNamespace("set", "image", set, "workspace=berth.test/workspace:2");
        await page.getByRole("button", { name: "Accept …" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Apply", exact: true }).click();
        await expect(page.getByRole("listitem").filter({ hasText: "Revision 4" })).toBeVisible();
        const { document_yaml } = await api.json<{ document_yaml: string }>("GET", `/workspaces/${name}`);
        expect(document_yaml).toContain("berth.test/workspace:2");
        await expect.poll(imageNow).toBe("berth.test/workspace:2");
        await api.until(name, "running");
      });

      await test.step("a deleted workspace comes back with its content", async () => {
        inWorkspace("echo still-here > /home/src/notes.txt");
        await api.json("DELETE", `/workspaces/${name}?storage=keep`);
        await expect(page.getByText(`${name} was deleted`)).toBeVisible({ timeout: 60_000 });
        await page.getByRole("link", { name: "To the workspaces" }).click();
        await page.getByRole("link", { name: "Deleted" }).click();
        await page.getByRole("button", { name: `Restore ${name}` }).click();
        await page.waitForURL(new RegExp(`/workspaces/${name}`));
        await expect(phaseOf(page)).toHaveText("running", { timeout: 60_000 });
        expect(inWorkspace("cat /home/src/notes.txt")).toBe("still-here");
      });
    });
  });
});
