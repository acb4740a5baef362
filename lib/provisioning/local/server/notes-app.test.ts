import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { text as readText } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../contract/server/subject";
import { nodeEnvironment } from "./launch";
import { createPorts } from "./ports";

const app = path.resolve(import.meta.dirname, "../../../../workspace-apps/notes/server.mjs");
let folder: string;
let elsewhere: string;
let port: number;
let child: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "berth-notes-"));
  await writeFile(path.join(folder, "a.md"), "# A");
  elsewhere = await mkdtemp(path.join(tmpdir(), "berth-elsewhere-"));
  await writeFile(path.join(elsewhere, "secret"), "theirs");
  await symlink(elsewhere, path.join(folder, "outside"));
  port = await createPorts().take("notes-app-test", null);
  const env = nodeEnvironment({ PORT: String(port), BERTH_BASE_PATH: "/w/a", SECRET_TOKEN: "do not show" });
  child = spawn(process.execPath, [app], { cwd: folder, env, stdio: "ignore" });
  await until("the app answers", async () => (await call("GET", "/").catch(() => null)) ?? undefined);
});

afterAll(async () => {
  child.kill();
  await Promise.all([folder, elsewhere].map((each) => rm(each, { recursive: true, force: true })));
});

/** On a plain client, because `fetch` tidies paths up before it sends them. */
function call(
  method: string,
  target: string,
  body?: string,
  headers: Record<string, string> = { "X-Requested-By": "notes" },
) {
  return new Promise<{ status: number; text: string; headers: http.IncomingHttpHeaders }>((resolve, reject) => {
    const request = http.request(
      { host: "127.0.0.1", port, method, path: target, headers, agent: false },
      (response) => {
        readText(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
          reject,
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

it("serves its page under its base path and without it, with a strict policy", async () => {
  for (const target of ["/", "/w/a/"]) {
    const { status, headers } = await call("GET", target);
    expect(status).toBe(200);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self'/);
  }
  expect((await call("GET", "/w/a")).headers.location).toBe("a/");
});

it("writes, reads, renames and deletes a file", async () => {
  expect((await call("PUT", "/api/file?path=deep/b.txt", "content")).status).toBe(200);
  expect(await readFile(path.join(folder, "deep/b.txt"), "utf8")).toBe("content");
  expect((await call("POST", "/api/move?path=deep/b.txt&to=c.txt")).status).toBe(200);
  expect((await call("GET", "/api/file?path=c.txt")).text).toBe("content");
  expect((await call("DELETE", "/api/file?path=c.txt")).status).toBe(200);
  expect((await call("GET", "/api/file?path=c.txt")).status).toBe(404);
});

it.each(["%00", "a%5c..%5cb", "outside/secret", "outside/new", ".", "x".repeat(300)])(
  "refuses the name %s",
  async (name) => {
    for (const [method, body] of [["GET"], ["PUT", "mine"], ["DELETE"]] as const) {
      expect([400, 403]).toContain((await call(method, `/api/file?path=${name}`, body)).status);
    }
    expect(await readFile(path.join(elsewhere, "secret"), "utf8")).toBe("theirs");
  },
);

it("reads a path that climbs as one inside its folder", async () => {
  const target = `..%2f${path.basename(elsewhere)}%2fsecret`;
  expect((await call("GET", `/api/file?path=${target}`)).status).toBe(404);
  expect((await call("PUT", `/api/file?path=${target}`, "mine")).status).toBe(200);
  expect(await readFile(path.join(elsewhere, "secret"), "utf8")).toBe("theirs");
  expect(await readFile(path.join(folder, path.basename(elsewhere), "secret"), "utf8")).toBe("mine");
});

it("does not overwrite what was changed elsewhere", async () => {
  const { headers } = await call("GET", "/api/file?path=a.md");
  const seen = { "X-Requested-By": "notes", "X-Modified": String(headers["x-modified"]) };
  expect((await call("PUT", "/api/file?path=a.md", "mine", seen)).status).toBe(200);
  expect((await call("PUT", "/api/file?path=a.md", "theirs", { ...seen, "X-Modified": "1" })).status).toBe(409);
  expect((await call("PUT", "/api/file?path=a.md", "new", { ...seen, "X-Modified": "new" })).status).toBe(409);
});

it("takes no change from another site's page", async () => {
  expect((await call("PUT", "/api/file?path=evil", "x", {})).status).toBe(403);
  expect((await call("DELETE", "/api/file?path=a.md", undefined, {})).status).toBe(403);
});

it("tells names of variables and never their values", async () => {
  const { text } = await call("GET", "/api/about", undefined, { "X-Forwarded-User": "anna" });
  expect(JSON.parse(text)).toMatchObject({ user: "anna", variables: expect.arrayContaining(["SECRET_TOKEN"]) });
  expect(text).not.toContain("do not show");
});

it("serves a user's file as a download that cannot act as a page", async () => {
  await call("PUT", "/api/file?path=page.html", "<script>alert(1)</script>");
  const { headers } = await call("GET", "/api/file?path=page.html&inline=1");
  expect(headers["content-type"]).toBe("application/octet-stream");
  expect(headers["content-disposition"]).toMatch(/^attachment/);
  expect(headers["content-security-policy"]).toContain("sandbox");
});
