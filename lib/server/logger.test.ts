import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";

const program = `
  import { createLogger } from "@/lib/server/logger";
  const secret = "hunter2";
  const log = createLogger("info");
  log.info({ password: secret, headers: { authorization: secret, cookie: secret }, env: [{ name: "A", value: secret }] }, "one");
  log.info({ request: { headers: { authorization: secret, "set-cookie": secret } }, user: { token: secret }, DATABASE_URL: secret }, "two");
`;

it("the log hides values of keys that name secrets", () => {
  const root = path.resolve(import.meta.dirname, "../..");
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).msg),
  ).toEqual(["one", "two"]);
  expect(stdout).not.toContain("hunter2");
});
