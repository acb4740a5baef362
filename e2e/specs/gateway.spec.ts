import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { WebSocket } from "ws";
import { apiOf, apiSettings, bootstrapToken } from "../fixtures/api";
import type { Portal } from "../fixtures/portal";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const settings = {
  CLUSTER_TYPE: "local",
  BERTH_OWNER_EMAIL: owner.email,
  BERTH_OWNER_PASSWORD: owner.password,
  ...apiSettings,
};
const echo = { command: [process.execPath, path.join(import.meta.dirname, "../fixtures/echo-server.mjs")] };
const bearer = { authorization: `Bearer ${bootstrapToken}` };

type Answer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly text: string };

/** A request to a workspace's host, whether or not this machine resolves `*.localhost`. */
function ask(
  portal: Portal,
  host: string,
  target: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      port: portal.port,
      path: target,
      method: body ? "POST" : "GET",
      headers: { host: `${host}:${portal.port}`, ...headers },
    };
    const request = http.request(options, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function withEcho(page: Page, run: (portal: Portal) => Promise<void>): Promise<void> {
  await withPortal(page, settings, async (portal) => {
    const api = apiOf(portal);
    await api.json("POST", "/workspaces", { name: "echo", container_config: echo });
    await api.until("echo", "running");
    await run(portal);
  });
}

type Echoed = { readonly url: string; readonly headers: Record<string, string | undefined> };
const echoed = (answer: Answer): Echoed => JSON.parse(answer.text) as Echoed;

test("a workspace learns who is there, sees no credential of the portal, and cannot be lied to", async ({ page }) => {
  await withEcho(page, async (portal) => {
    const lies = {
      "x-forwarded-user": "root",
      x_forwarded_email: "root",
      "x-berth-role": "admin",
      cookie: "own=1; berth.session-token=x",
    };
    const answer = await ask(portal, "echo.localhost", "/a%2fb/../c?q=1", { ...bearer, ...lies });
    expect(answer.status).toBe(200);
    const { headers, url } = echoed(answer);
    expect(url).toBe("/a%2fb/../c?q=1");
    expect(headers["authorization"]).toBeUndefined();
    expect(headers["cookie"]).toBe("own=1");
    expect(headers["x-berth-role"]).toBe("owner");
    expect(headers["x-forwarded-user"]).toBe("automation@berth.invalid");
    expect(answer.text).not.toContain("root");
    const keys = createRemoteJWKSet(new URL(`${portal.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(String(headers["x-berth-identity"]), keys, {
      issuer: portal.url,
      audience: "echo",
    });
    expect(payload["role"]).toBe("owner");
  });
});

test("nobody gets in without a session, with a wrong token, or under an unknown host", async ({ page }) => {
  await withEcho(page, async (portal) => {
    expect((await ask(portal, "echo.localhost", "/")).status).toBe(401);
    expect((await ask(portal, "echo.localhost", "/", { authorization: "Bearer berth_wrong" })).status).toBe(401);
    expect((await ask(portal, "echo.localhost", "/", { cookie: "berth-gateway=guess" })).status).toBe(401);
    expect((await ask(portal, "absent.localhost", "/", bearer)).status).toBe(404);
    expect((await ask(portal, "evil.example", "/workspaces")).status).toBe(421);
    const sent = await ask(portal, "127.0.0.1", "/workspaces?x=1", { accept: "text/html" });
    expect(sent.headers.location).toBe(`${portal.url}/workspaces?x=1`);
    const program = await ask(portal, "127.0.0.1", "/api/v1/me", bearer);
    expect(program.status).toBe(200);
    const stolen = await ask(portal, "echo.localhost", "/.berth/callback?code=guess&to=//evil.example", {
      accept: "text/html",
    });
    expect(stolen.headers["set-cookie"]?.join()).not.toContain("berth-gateway=");
    expect(new URL(String(stolen.headers.location)).origin).toBe(portal.url);
  });
});

test("bodies of 50 MB, streams and sub-paths go through; cookies of a workspace stay its own", async ({ page }) => {
  await withEcho(page, async (portal) => {
    const body = randomBytes(50_000_000);
    const uploaded = await ask(portal, "echo.localhost", "/upload", bearer, body);
    expect(JSON.parse(uploaded.text)).toEqual({
      size: body.length,
      sha256: createHash("sha256").update(body).digest("hex"),
    });

    const started = performance.now();
    const first = await new Promise<number>((resolve, reject) => {
      const request = http.get(
        {
          host: "127.0.0.1",
          port: portal.port,
          path: "/stream",
          headers: { host: `echo.localhost:${portal.port}`, ...bearer },
        },
        (response) => {
          response.once("data", () => {
            resolve(performance.now() - started);
            request.destroy();
          });
        },
      );
      request.on("error", reject);
    });
    expect(first, "a stream is not held back").toBeLessThan(5_000);

    const cookies = (await ask(portal, "echo.localhost", "/cookies", bearer)).headers["set-cookie"];
    expect(cookies).toEqual(["own=1; Path=/", "wide=1; Path=/"]);

    const below = await ask(portal, "127.0.0.1", "/w/echo/deep/path?x=1", bearer);
    expect(echoed(below).url).toBe("/deep/path?x=1");
    expect(echoed(below).headers["x-forwarded-prefix"]).toBe("/w/echo");
    expect((await ask(portal, "127.0.0.1", "/w/echo", bearer)).headers.location).toBe("/w/echo/");
  });
});

function socketTo(portal: Portal, headers: Record<string, string>): Promise<WebSocket | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${portal.port}/socket`, {
      headers: { host: `echo.localhost:${portal.port}`, ...headers },
    });
    socket.on("open", () => resolve(socket));
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => undefined);
  });
}

test("sockets need a right and the workspace's own origin, and end within 5 s when the right ends", async ({
  page,
}) => {
  await withEcho(page, async (portal) => {
    expect(await socketTo(portal, {})).toBe(401);
    expect(await socketTo(portal, { ...bearer, origin: portal.url })).toBe(403);
    expect(await socketTo(portal, { ...bearer, origin: "https://evil.example" })).toBe(403);
    const api = apiOf(portal);
    const made = await api.json<{ id: string; token: string }>("POST", "/tokens", {
      name: "socket",
      scopes: ["operate"],
    });
    const socket = await socketTo(portal, { authorization: `Bearer ${made.token}` });
    if (typeof socket === "number") throw new Error(`refused with ${socket}`);
    const message = randomBytes(1_000_000);
    const back = new Promise<Buffer>((resolve) => socket.once("message", (data: Buffer) => resolve(data)));
    socket.send(message);
    expect((await back).equals(message)).toBe(true);
    const ended = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    await api.send("DELETE", `/tokens/${made.id}`);
    const tooLate = new Promise<string>((resolve) => setTimeout(() => resolve("still open"), 8_000));
    expect(await Promise.race([ended, tooLate])).toBeUndefined();
  });
});

test("a session of one workspace's origin is worth nothing elsewhere", async ({
  page,
  browser,
}: {
  page: Page;
  browser: Browser;
}) => {
  await withEcho(page, async (portal) => {
    const api = apiOf(portal);
    await api.json("POST", "/workspaces", { name: "other", container_config: echo });
    await api.until("other", "running");
    await signIn(page, portal);
    const context = await browser.newContext({ storageState: await page.context().storageState() });
    const tab = await context.newPage();
    await tab.goto(`http://echo.localhost:${portal.port}/page`);
    await expect(tab.getByRole("heading")).toHaveText("Echo");
    expect(new URL(tab.url()).pathname, "the way back is kept").toBe("/page");
    const cookies = await context.cookies(`http://echo.localhost:${portal.port}/`);
    const session = cookies.find((cookie) => cookie.name === "berth-gateway");
    expect(session?.httpOnly).toBe(true);
    expect(cookies.some((cookie) => cookie.name.includes("session-token"))).toBe(false);
    const cookie = `berth-gateway=${session?.value}`;
    expect((await ask(portal, "echo.localhost", "/", { cookie })).status).toBe(200);
    expect((await ask(portal, "other.localhost", "/", { cookie })).status).toBe(401);
    expect((await fetch(`${portal.url}/api/v1/workspaces`, { headers: { cookie } })).status).toBe(401);
    // A script in a workspace can neither read the portal's answers nor change anything there.
    const reached = await tab.evaluate(async (url) => {
      const read = await fetch(`${url}/api/v1/workspaces`, { credentials: "include" }).then(
        () => "read",
        () => "blocked",
      );
      await fetch(`${url}/api/v1/workspaces/other/stop`, {
        method: "POST",
        mode: "no-cors",
        credentials: "include",
      }).catch(() => undefined);
      return read;
    }, portal.url);
    expect(reached).toBe("blocked");
    expect((await api.json<{ desired: string }>("GET", "/workspaces/other")).desired).toBe("running");
    await context.close();
  });
});
