import { describe, expect, it } from "vitest";
import { failureOf } from "./sign-in";

describe("why nobody is signed in", () => {
  it("tells how long to wait after too many tries", () => {
    expect(failureOf("RateLimited:30")).toEqual({ reason: "limited", seconds: 30 });
  });

  it.each(["CredentialsSignin", "RateLimited:soon", ""])("takes %j for a refusal that names no reason", (error) => {
    expect(failureOf(error)).toEqual({ reason: "refused" });
  });
});
