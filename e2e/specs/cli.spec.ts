import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { apiSettings, bootstrapToken } from "../fixtures/api";
import type { Portal } from "../fixtures/portal";
import { expect, test, withPortal } from "../fixtures/test";

const program = path.join(import.meta.dirname, "../../bin/berth.mjs");

/** Runs the command line as a person would, with a home directory of its own. */
function berth(portal: Portal, args: readonly string[], input = "", token: string | null = bootstrapToken) {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: portal.dataDir,
    BERTH_URL: portal.url,
    ...(token ? { BERTH_TOKEN: token } : {}),
  };
  const result = spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    input,
    env: { ...env, NODE_ENV: "production" },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

test("the command line does the whole job, and its exit codes tell what went wrong", async ({ page }) => {
  await withPortal(page, { CLUSTER_TYPE: "local", ...apiSettings }, async (portal) => {
    const login = berth(portal, ["login", "--url", portal.url], `${bootstrapToken}\n`, null);
    expect(login.err + login.out).toContain("Signed in");
    expect(fs.statSync(path.join(portal.dataDir, ".config/berth/login.json")).mode & 0o777).toBe(0o600);
    expect(login.out).not.toContain(bootstrapToken);

    const made = berth(
      portal,
      ["workspace", "create", "-f", "-"],
      "name: shell\ncontainer_config:\n  env:\n    - { name: A, value: one }\n",
      null,
    );
    expect(made.err).toContain("Process");
    expect(made.out).toMatch(/shell\s+local\s+running/);
    expect(berth(portal, ["workspace", "list", "-o", "name"]).out.trim()).toBe("shell");
    expect(JSON.parse(berth(portal, ["workspace", "get", "shell", "-o", "json"]).out)).toMatchObject({
      name: "shell",
      ready: true,
    });

    const changed = "name: shell\ncontainer_config:\n  env:\n    - { name: A, value: two }\n";
    const plan = berth(portal, ["workspace", "plan", "shell", "-f", "-"], changed);
    expect(plan.out).toContain("Effect: restart");
    expect(plan.out).toMatch(/"one" -> "two"/);
    expect(berth(portal, ["workspace", "update", "shell", "-f", "-"], changed).code).toBe(0);
    expect(berth(portal, ["workspace", "logs", "shell"]).out).toContain("port");
    const shell = berth(portal, ["workspace", "exec", "shell"], "echo answer-$((6*7)); exit 3\n");
    expect(shell.out).toContain("answer-42");
    expect(shell.code).toBe(3);
    expect(berth(portal, ["workspace", "open", "shell", "--print"]).out).toContain(
      `http://shell.localhost:${portal.port}/`,
    );
    expect(berth(portal, ["doctor"]).out).toMatch(/OK/);

    const wrong = berth(portal, ["workspace", "create", "-f", "-"], "name: Not A Name\nport: high\nimagee: x\n");
    expect(wrong.code).toBe(4);
    expect(wrong.err).toContain("line 1");
    expect(wrong.err).toContain("line 3");
    expect(berth(portal, ["workspace", "get", "absent"]).code).toBe(3);
    expect(berth(portal, ["workspace", "get", "shell"], "", "berth_wrong").code).toBe(4);
    expect(berth(portal, ["workspace", "delete", "shell"]).code).toBe(2);
    expect(berth(portal, ["nonsense"]).code).toBe(2);
    expect(berth(portal, ["workspace", "stop", "shell"]).code).toBe(0);
    expect(berth(portal, ["workspace", "delete", "shell", "--confirm", "shell", "--storage", "delete"]).code).toBe(0);
    expect(berth(portal, ["workspace", "list", "-o", "name"]).out.trim()).toBe("");
  });
});
