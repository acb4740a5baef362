import type { Page } from "@playwright/test";
import { dockerSocket, swarmObjects } from "../fixtures/docker";
import { tellStory } from "../fixtures/story";
import { expect, setUp, test, withPortal } from "../fixtures/test";

const socket = process.env["BERTH_TEST_SWARM"] ?? "";

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
    expect(await swarmObjects(socket, "story-swarm")).toEqual([]);
  });
});

async function addSwarm(page: Page, address: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Address" }).fill(address);
  await dialog.getByRole("button", { name: "Add cluster" }).click();
}

test("a swarm is added on the Clusters page, and an engine that is none is refused with the reason", async ({
  page,
}) => {
  test.skip(!socket || !dockerSocket, "needs BERTH_TEST_SWARM and BERTH_TEST_DOCKER, paths of engines' sockets");
  await withPortal(page, { CLUSTER_TYPE: "local" }, async (portal) => {
    await setUp(page, portal);
    await expect(page.getByRole("link", { name: "Create your first workspace" })).toBeVisible({ timeout: 30_000 });
    await page.goto(`${portal.url}/clusters`);
    await page.getByRole("button", { name: "Add a cluster" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Docker", { exact: true }).click();
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("herd");
    await dialog.getByRole("switch", { name: "Docker Swarm" }).check();
    await addSwarm(page, `unix://${dockerSocket}`);
    await expect(dialog.getByText("The engine belongs to no swarm")).toBeVisible({ timeout: 30_000 });
    await addSwarm(page, `unix://${socket}`);
    // Its health is shown at once.
    await expect(page.getByText("Manager of a swarm; nodes: 1")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/^Docker Swarm ·/)).toBeVisible({ timeout: 30_000 });
  });
});
