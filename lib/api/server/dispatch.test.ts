import http from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDispatcher } from "./dispatch";

const long = "x".repeat(20_000);
let aborted: Promise<void> = Promise.resolve();

const dispatch = createDispatcher(
  {
    things: { GET: () => Response.json({ long }), POST: async (request) => new Response(await request.text()) },
    "things/[name]": { GET: async (_, { params }) => Response.json(await params) },
    "things/new": { GET: () => Response.json("the fixed one") },
    "things/[name]/log": {
      GET: (request) => {
        aborted = new Promise((resolve) => request.signal.addEventListener("abort", () => resolve()));
        return new Response(new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from("first\n")) }), {
          headers: { "content-type": "text/plain" },
        });
      },
    },
    refusing: { POST: () => new Response("no", { status: 413 }) },
  },
  "http://localhost:3000",
);

const server = http.createServer((request, response) => {
  dispatch(request, response).then(
    (done) => done || response.writeHead(418).end(),
    () => response.writeHead(500).end(),
  );
});
let base = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe("REST beside Next", () => {
  it("gives variable parts decoded, and prefers a fixed part", async () => {
    expect(await (await fetch(`${base}/api/v1/things/a%2Fb%20c`)).json()).toEqual({ name: "a/b c" });
    expect(await (await fetch(`${base}/api/v1/things/new`)).json()).toBe("the fixed one");
  });

  it.each(["/api/v1/nothing", "/api/v1/things/", "/api/v1/things/%E0%A4", "/api/v1/things/a/log/b", "/api/v1/"])(
    "%s is answered as an unknown path, in the form of the API",
    async (path) => {
      const answer = await fetch(base + path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(await answer.json()).toMatchObject({ code: "not-found" });
    },
  );

  it("does not take what `..` leads to outside the API for a path of its own", async () => {
    const status = await new Promise((resolve, reject) => {
      // fetch would resolve the dots itself; after them, `things` stands where a path below the API would.
      const path = "/api/v1/../../1234567things";
      http.get(base, { path }, (answer) => resolve(answer.resume().statusCode)).on("error", reject);
    });
    expect(status).toBe(404);
  });

  it("leaves other paths to others", async () => {
    expect((await fetch(`${base}/workspaces`)).status).toBe(418);
    expect((await fetch(`${base}/api/auth/session`)).status).toBe(418);
  });

  it("names the methods of a path to those who use another", async () => {
    const answer = await fetch(`${base}/api/v1/things`, { method: "DELETE" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST"]);
    expect((await fetch(`${base}/api/v1/things`, { method: "OPTIONS" })).status).toBe(204);
    const head = await fetch(`${base}/api/v1/things`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("hands the body on, and does not end the connection of one who sends too much", async () => {
    const echo = await fetch(`${base}/api/v1/things`, { method: "POST", body: "hello" });
    expect(await echo.text()).toBe("hello");
    const refused = await fetch(`${base}/api/v1/refusing`, { method: "POST", body: long.repeat(500) });
    expect([refused.status, await refused.text()]).toEqual([413, "no"]);
  });

  it("compresses long JSON for those who take it", async () => {
    const read = (encoding: string) =>
      new Promise<{ readonly encoding: string | undefined; readonly body: Buffer }>((resolve, reject) => {
        http
          .get(`${base}/api/v1/things`, { headers: { "accept-encoding": encoding } }, (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("end", () =>
              resolve({ encoding: response.headers["content-encoding"], body: Buffer.concat(chunks) }),
            );
          })
          .on("error", reject);
      });
    const [packed, plain] = await Promise.all([read("gzip, br"), read("identity")]);
    expect([packed.encoding, plain.encoding]).toEqual(["gzip", undefined]);
    expect(packed.body.length).toBeLessThan(plain.body.length / 10);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  });

  it("passes a stream on as it comes, and tells its source when the reader goes away", async () => {
    const reading = new AbortController();
    const answer = await fetch(`${base}/api/v1/things/a/log`, { signal: reading.signal });
    const first = await answer.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe("first\n");
    reading.abort();
    await aborted;
  });
});
