import { describe, expect, it } from "vitest";
import { cleanSetCookie, prepareRequestHeaders, readCookie, safePath } from "./headers";

const identity = { email: "ada@example.org", groups: [], role: "owner", token: "signed" };
const forwarded = { host: "demo.localhost:3000", proto: "http", for: "127.0.0.1", prefix: "" };

describe("headers to a workspace", () => {
  it("carry who is there, and nothing that a client claims about that", () => {
    const headers: Record<string, string | string[] | undefined> = {
      "x-forwarded-user": "root",
      x_forwarded_email: "root",
      "x-berth-role": "owner",
      "x-berth-anything": "1",
      "x-forwarded-prefix": "/evil",
      accept: "*/*",
    };
    prepareRequestHeaders(headers, { ...identity, role: "viewer" }, forwarded, false);
    expect(headers["x-forwarded-user"]).toBe("ada@example.org");
    expect(headers["x-berth-role"]).toBe("viewer");
    expect(Object.keys(headers)).not.toContain("x_forwarded_email");
    expect(Object.keys(headers)).not.toContain("x-berth-anything");
    expect(headers["x-forwarded-prefix"]).toBeUndefined();
    expect(headers["accept"]).toBe("*/*");
  });

  it("hold neither the portal's cookies nor the gateway's, and keep the workspace's own", () => {
    const headers = {
      cookie: "_xsrf=1; berth-gateway=x; __Host-berth.session-token=y; berth.session-token=z; theme=dark",
    };
    prepareRequestHeaders(headers, identity, forwarded, false);
    expect(headers.cookie).toBe("_xsrf=1; theme=dark");
  });

  it("lose the portal's token and keep the workspace's own authorization", () => {
    const dropped: Record<string, string> = { authorization: "Bearer berth_x" };
    prepareRequestHeaders(dropped, identity, forwarded, true);
    expect(dropped["authorization"]).toBeUndefined();
    const kept: Record<string, string> = { authorization: "token jupyter" };
    prepareRequestHeaders(kept, identity, forwarded, false);
    expect(kept["authorization"]).toBe("token jupyter");
  });
});

describe("cookies from a workspace", () => {
  it("stay on its host and cannot replace the gateway's", () => {
    expect(
      cleanSetCookie([
        "a=1; Path=/; Domain=localhost; HttpOnly",
        "berth-gateway=stolen",
        "berth.session-token=x; Domain=example.com",
      ]),
    ).toEqual(["a=1; Path=/; HttpOnly"]);
  });

  it("are found by their whole name", () => {
    expect(readCookie("xberth=1; berth=2", "berth")).toBe("2");
    expect(readCookie(undefined, "berth")).toBeUndefined();
  });
});

it.each([
  ["/a?b=1", "/a?b=1"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["/a\r\nSet-Cookie: x", "/"],
  [null, "/"],
])("the way back %j becomes %j", (value, expected) => expect(safePath(value)).toBe(expected));
