import { describe, expect, it } from "vitest";
import { PortalError, type ErrorCode } from "@/lib/shared/errors";
import { failureOf } from "./failure";

describe("what an error of a backend means for an operation", () => {
  it.each<[ErrorCode, string, string | undefined]>([
    ["cluster/unreachable", "unreachable", undefined],
    ["cluster/conflict", "retry", "rejected"],
    ["internal", "retry", "rejected"],
    ["cluster/forbidden", "permanent", "forbidden"],
    ["cluster/quota", "permanent", "quota-exceeded"],
    ["cluster/rejected", "permanent", "rejected"],
    ["document/invalid", "permanent", "rejected"],
  ])("%s: %s", (code, kind, cause) => {
    const failure = failureOf(new PortalError(code, "why"));
    expect(failure.kind).toBe(kind);
    expect("cause" in failure ? failure.cause.code : undefined).toBe(cause);
  });

  it("takes the cause that the backend found out", () => {
    const details = { cause: { code: "port-in-use", params: { port: "80" }, evidence: ["bind: address in use"] } };
    expect(failureOf(new PortalError("cluster/rejected", "why", { details }))).toMatchObject({
      cause: {
        code: "port-in-use",
        summary: "Port 80 is taken by another program",
        evidence: ["bind: address in use"],
      },
    });
  });

  it("tells which right is missing", () => {
    const error = new PortalError("cluster/forbidden", "why", {
      details: { verb: "create", resource: "statefulsets" },
    });
    expect(failureOf(error)).toMatchObject({ cause: { summary: "Berth may not create statefulsets on this cluster" } });
  });

  it("shows nothing of an error that nobody expected", () => {
    expect(JSON.stringify(failureOf(new Error("token abc in header")))).not.toContain("abc");
  });
});
