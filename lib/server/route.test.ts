import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { POST as changePassword } from "@/app/api/v1/me/password/route";
import { GET as getMe, PATCH as patchMe } from "@/app/api/v1/me/route";
import { DELETE as deleteToken } from "@/app/api/v1/tokens/[id]/route";
import { GET as getTokens, POST as postToken } from "@/app/api/v1/tokens/route";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createPasswords } from "@/lib/people/server/password";
import { createSessionCookie } from "@/lib/people/server/session-cookie";

import { PortalError } from "@/lib/shared/errors";
import { maxBodyBytes } from "./read-body";
import { reply, route } from "./route";
import { publishServices, type Services } from "./services";
import { testClock, testServices } from "./testing";

const origin = "http://localhost:3000";
const password = "correct horse battery";
type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;
type Sent = {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly params?: Record<string, string>;
};

let database: TestDatabase;
let clock: ReturnType<typeof testClock>;
let services: Services;
let cookie: string;
let passwordHash: string;

async function send(handler: Handler, method: string, { body, headers = {}, params }: Sent = {}) {
  const text = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
  const response = await handler(new Request(`${origin}/api/v1/x`, { method, headers, body: text }), {
    params: Promise.resolve(params),
  });
  const answer = await response.text();
  const json: unknown = answer === "" ? null : JSON.parse(answer);
  return { status: response.status, headers: response.headers, json };
}
const withCookie = () => ({ cookie, origin });
const withToken = (token: string) => ({ authorization: `Bearer ${token}` });

async function makeToken(input: object = {}): Promise<{ id: string; token: string }> {
  const { json, status } = await send(postToken, "POST", {
    body: { name: "CI", scopes: ["read"], ...input },
    headers: withCookie(),
  });
  expect(status).toBe(201);
  return z.object({ id: z.string(), token: z.string() }).parse(json);
}

beforeAll(async () => {
  database = await openTestDatabase();
  passwordHash = await createPasswords().hash(password);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.user.deleteMany();
  await database.db.idempotencyKey.deleteMany();
  clock = testClock();
  services = testServices({ db: database.db, now: clock.now });
  publishServices(services);
  await database.db.user.create({
    data: { id: "ada", email: "ada@example.com", name: "Ada", role: "owner", passwordHash },
  });
  const session = await createSessionCookie(services, { id: "ada", version: 1, email: "ada@example.com", name: "Ada" });
  cookie = `${session.name}=${session.value}`;
});

describe("who asks", () => {
  it("a request without session or token answers 401 as problem+json with a request id", async () => {
    const { status, headers, json } = await send(getMe, "GET");
    expect(status).toBe(401);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(json).toMatchObject({ status: 401, code: "unauthenticated", request_id: headers.get("x-request-id") });
  });

  it("a session cookie answers, a forged one does not", async () => {
    expect(await send(getMe, "GET", { headers: { cookie } })).toMatchObject({
      status: 200,
      json: { email: "ada@example.com", role: "owner" },
    });
    expect((await send(getMe, "GET", { headers: { cookie: `${cookie}x` } })).status).toBe(401);
  });

  it("a wrong token is not made good by a cookie beside it", async () => {
    const { status } = await send(getMe, "GET", { headers: { ...withCookie(), ...withToken("berth_wrong") } });
    expect(status).toBe(401);
  });

  it("a disabled account's session and tokens end within three seconds", async () => {
    const { token } = await makeToken();
    await send(getMe, "GET", { headers: withToken(token) });
    await database.db.user.update({ where: { id: "ada" }, data: { disabledAt: clock.now() } });
    clock.advance(3);
    expect((await send(getMe, "GET", { headers: { cookie } })).status).toBe(401);
    expect((await send(getMe, "GET", { headers: withToken(token) })).status).toBe(401);
  });

  it("under https the cookie has the __Host- prefix and the plain one counts for nothing", async () => {
    const secure = testServices({
      db: database.db,
      now: clock.now,
      settings: { BERTH_URL: "https://berth.example.com" },
    });
    publishServices(secure);
    expect((await send(getMe, "GET", { headers: { cookie } })).status).toBe(401);
    expect((await send(getMe, "GET", { headers: { cookie: `__Host-${cookie}` } })).status).toBe(200);
  });
});

describe("changes with the session cookie", () => {
  const change = (headers: Record<string, string>) =>
    send(patchMe, "PATCH", { body: { name: "Countess" }, headers: { cookie, ...headers } });

  it.each([
    ["no Origin", {}],
    ["another origin", { origin: "https://evil.example.com" }],
    ["a workspace's origin", { origin: "http://notes.localhost:3000" }],
    ["an opaque origin", { origin: "null" }],
    ["https instead of http", { origin: "https://localhost:3000" }],
  ])("from %s are refused", async (_case, headers) => {
    expect(await change(headers)).toMatchObject({ status: 403, json: { code: "forbidden" } });
    expect(await database.db.user.findUnique({ where: { id: "ada" } })).toMatchObject({ name: "Ada" });
  });

  it("from the portal's own pages are made", async () => {
    expect(await change({ origin })).toMatchObject({ status: 200, json: { name: "Countess" } });
  });

  it("by token need no Origin", async () => {
    const { token } = await makeToken({ scopes: ["admin"] });
    expect((await send(patchMe, "PATCH", { body: { name: "Countess" }, headers: withToken(token) })).status).toBe(200);
  });
});

describe("API tokens", () => {
  it("are shown once and stored as a digest", async () => {
    const { token } = await makeToken();
    expect(token).toMatch(/^berth_[\w-]{43}$/);
    expect(JSON.stringify(await database.db.apiToken.findMany())).not.toContain(token.slice(6));
    const list = await send(getTokens, "GET", { headers: { cookie } });
    expect(list.json).toMatchObject({ total: 1, items: [{ name: "CI", scopes: ["read"], workspaces: null }] });
    expect(JSON.stringify(list.json)).not.toContain(token);
  });

  it("with the scope read change nothing and make no tokens", async () => {
    const { token } = await makeToken({ scopes: ["read", "operate"] });
    const headers = withToken(token);
    expect((await send(patchMe, "PATCH", { body: { name: "X" }, headers })).status).toBe(403);
    expect((await send(postToken, "POST", { body: { name: "more", scopes: ["admin"] }, headers })).status).toBe(403);
  });

  it("expire at their time", async () => {
    const { token } = await makeToken({ expires_at: "2026-11-21T13:00:00Z" });
    expect((await send(getMe, "GET", { headers: withToken(token) })).status).toBe(200);
    clock.advance(3_600);
    expect((await send(getMe, "GET", { headers: withToken(token) })).status).toBe(401);
  });

  it("do not outlive themselves by making others", async () => {
    const { token } = await makeToken({ scopes: ["admin"], expires_at: "2026-11-21T13:00:00Z" });
    const headers = withToken(token);
    expect((await send(postToken, "POST", { body: { name: "longer", scopes: ["admin"] }, headers })).status).toBe(422);
  });

  it("are revoked within three seconds, by their own user only", async () => {
    const { id, token } = await makeToken();
    await database.db.user.create({ data: { id: "eve", email: "eve@example.com", name: "Eve", role: "owner" } });
    const eve = await createSessionCookie(services, { id: "eve", version: 1, email: "eve@example.com", name: "Eve" });
    const asEve = { cookie: `${eve.name}=${eve.value}`, origin };
    expect((await send(deleteToken, "DELETE", { params: { id }, headers: asEve })).status).toBe(404);
    expect((await send(getMe, "GET", { headers: withToken(token) })).status).toBe(200);
    expect((await send(deleteToken, "DELETE", { params: { id }, headers: withCookie() })).status).toBe(204);
    clock.advance(3);
    expect((await send(getMe, "GET", { headers: withToken(token) })).status).toBe(401);
  });

  it("remember their last use, to the minute", async () => {
    const { id, token } = await makeToken();
    const lastUse = async () => (await database.db.apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    await send(getMe, "GET", { headers: withToken(token) });
    await expect.poll(lastUse).toEqual(clock.now());
    const first = clock.now();
    clock.advance(30);
    await send(getMe, "GET", { headers: withToken(token) });
    expect(await lastUse()).toEqual(first);
    clock.advance(31);
    await send(getMe, "GET", { headers: withToken(token) });
    await expect.poll(lastUse).toEqual(clock.now());
  });

  it("for others are made by owners only", async () => {
    await database.db.user.create({ data: { id: "eve", email: "eve@example.com", name: "Eve", role: "viewer" } });
    const { token } = await makeToken({ user: "eve@example.com" });
    expect((await send(getMe, "GET", { headers: withToken(token) })).json).toMatchObject({
      email: "eve@example.com",
      role: "viewer",
    });
    await database.db.user.update({ where: { id: "ada" }, data: { role: "admin" } });
    clock.advance(3);
    const body = { name: "x", scopes: ["read"], user: "eve@example.com" };
    expect((await send(postToken, "POST", { body, headers: withCookie() })).status).toBe(403);
  });

  it("name every fault of a request", async () => {
    const { status, json } = await send(postToken, "POST", {
      body: { name: "", scopes: ["root"], colour: 1 },
      headers: withCookie(),
    });
    expect(status).toBe(422);
    expect(
      z
        .object({ errors: z.array(z.object({ path: z.string() })) })
        .parse(json)
        .errors.map(({ path }) => path),
    ).toEqual(["name", "scopes[0]", ""]);
  });
});

describe("a change of password", () => {
  const body = { current_password: password, new_password: "another long password" };

  it("ends other sessions and renews the one that asked", async () => {
    await send(getMe, "GET", { headers: { cookie } });
    const { status, headers } = await send(changePassword, "POST", { body, headers: withCookie() });
    expect(status).toBe(204);
    const renewed = headers.get("set-cookie") ?? "";
    expect(renewed).toMatch(/^berth\.session-token=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    expect((await send(getMe, "GET", { headers: { cookie: renewed.split(";")[0] ?? "" } })).status).toBe(200);
    clock.advance(3);
    expect((await send(getMe, "GET", { headers: { cookie } })).status).toBe(401);
  });

  it("needs the current password, and guesses of it are limited", async () => {
    const wrong = { ...body, current_password: "wrong" };
    const statuses = [];
    for (let count = 0; count < 6; count++)
      statuses.push((await send(changePassword, "POST", { body: wrong, headers: withCookie() })).status);
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
  });
});

describe("a repeated request with an Idempotency-Key", () => {
  const key = { "idempotency-key": "3f2b8a5e" };
  const body = { name: "CI", scopes: ["read"] };
  const post = (input: unknown, headers: Record<string, string> = {}) =>
    send(postToken, "POST", { body: input, headers: { ...withCookie(), ...key, ...headers } });

  it("gets the same answer and does the thing once; the stored answer is sealed", async () => {
    const first = await post(body);
    const second = await post(body);
    expect(second).toMatchObject({ status: 201, json: first.json });
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await database.db.apiToken.count()).toBe(1);
    expect(JSON.stringify(await database.db.idempotencyKey.findMany())).not.toContain("berth_");
  });

  it("but another body is refused", async () => {
    await post(body);
    expect((await post({ ...body, name: "other" })).status).toBe(422);
    expect(await database.db.apiToken.count()).toBe(1);
  });

  it("does the thing once when both arrive together", async () => {
    const statuses = (await Promise.all([post(body), post(body)])).map(({ status }) => status).sort();
    expect([
      [201, 201],
      [201, 409],
    ]).toContainEqual(statuses);
    expect(await database.db.apiToken.count()).toBe(1);
  });

  it("may be repaired and sent again after a refusal", async () => {
    expect((await post({ ...body, name: "" })).status).toBe(422);
    expect((await post(body)).status).toBe(201);
  });
});

describe("the wrapper", () => {
  const failing = (error: unknown) => route({ run: () => Promise.reject(error) });

  it("answers an unexpected error without its text", async () => {
    const { status, json } = await send(failing(new Error("password=hunter2")), "GET", { headers: { cookie } });
    expect(status).toBe(500);
    expect(json).toMatchObject({ code: "internal" });
    expect(JSON.stringify(json)).not.toContain("hunter2");
  });

  it("maps errors of the table with their faults, and says when to try again", async () => {
    const error = new PortalError("cluster/unreachable", "The cluster does not answer.");
    const { status, headers, json } = await send(failing(error), "GET", { headers: { cookie } });
    expect([status, headers.get("retry-after")]).toEqual([503, "5"]);
    expect(json).toMatchObject({
      type: "urn:berth:problem:cluster-unreachable",
      detail: "The cluster does not answer.",
    });
  });

  it("refuses a body above 1 MiB and one that is not JSON", async () => {
    const big = await send(patchMe, "PATCH", { body: `{"name":"${"x".repeat(maxBodyBytes)}"}`, headers: withCookie() });
    expect(big).toMatchObject({ status: 413, json: { code: "too-large" } });
    expect(await send(patchMe, "PATCH", { body: "{", headers: withCookie() })).toMatchObject({
      status: 400,
      json: { code: "unreadable" },
    });
  });

  it("keeps a harmless request id of the caller and replaces any other", async () => {
    const given = await send(getMe, "GET", { headers: { cookie, "x-request-id": "trace-0123456789" } });
    expect(given.headers.get("x-request-id")).toBe("trace-0123456789");
    const bad = await send(getMe, "GET", { headers: { cookie, "x-request-id": "a b<script>" } });
    expect(bad.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
  });

  it("hands YAML to routes that take it", async () => {
    const handler = route({
      input: z.object({ yaml: z.string() }),
      yaml: true,
      run: async (_call, { yaml }) => reply(202, { yaml }),
    });
    const headers = { ...withCookie(), "content-type": "application/yaml; charset=utf-8" };
    expect(await send(handler, "POST", { body: "name: a", headers })).toMatchObject({
      status: 202,
      json: { yaml: "name: a" },
    });
  });
});
