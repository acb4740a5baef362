import { describe, expect, test } from "vitest";
import { apiError, networkError, type ApiCall } from "./errors";

const call: ApiCall = { verb: "patch", resource: "statefulsets", namespace: "data", name: "notes" };
const status = (message: string) => ({ kind: "Status", message });

describe("an answer of the API server", () => {
  test.each([
    [401, "Unauthorized", "cluster/forbidden", "credentials"],
    [
      403,
      'statefulsets.apps "notes" is forbidden: User "berth" cannot patch resource "statefulsets" in API group "apps" in the namespace "data"',
      "cluster/forbidden",
      "Berth may not patch statefulsets in namespace data",
    ],
    [403, 'pods "x" is forbidden: exceeded quota: small, requested: pods=1', "cluster/quota", "exceeded quota: small"],
    [
      403,
      'pods "x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true',
      "cluster/rejected",
      'violates PodSecurity "restricted:latest"',
    ],
    [404, 'statefulsets.apps "notes" not found', "not-found", "There is no statefulsets notes"],
    [404, 'namespaces "data" not found', "cluster/rejected", "namespace data does not exist"],
    [409, "the object has been modified", "cluster/conflict", "modified"],
    [422, "spec.replicas: Invalid value", "cluster/rejected", "spec.replicas: Invalid value"],
    [400, "admission webhook denied the request: no", "cluster/rejected", "denied the request: no"],
    [429, "too many requests", "cluster/unreachable", "no more requests"],
    [
      500,
      "failed to create typed patch object (data/notes; apps/v1, Kind=StatefulSet): .spec.x: field not declared in schema",
      "cluster/rejected",
      ".spec.x: field not declared",
    ],
    [500, "etcdserver: leader changed", "cluster/unreachable", "leader changed"],
    [503, "", "cluster/unreachable", "503"],
  ])("%s %s is %s", (code, message, expected, text) => {
    const error = apiError(code, status(message), call);
    expect(error.code).toBe(expected);
    expect(error.message).toContain(text);
  });

  test("names verb and resource of a missing right, for the cause's text", () => {
    const message = 'is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "data"';
    expect(apiError(403, status(message), call).options.details).toEqual({
      verb: "list",
      resource: "pods",
      namespace: "data",
    });
  });

  test("about a Secret is not quoted", () => {
    const error = apiError(422, status('data[TOKEN]: Invalid value: "s3cret"'), { ...call, confidential: true });
    expect(error.message).not.toContain("s3cret");
  });

  test.each([null, "<html>", 3, { message: 3 }, []])("that is no Status is not quoted (%j)", (body) => {
    expect(apiError(502, body, call).message).toBe("The cluster's API answers with status 502");
  });

  test("is cut to a readable length", () => {
    expect(apiError(422, status("x".repeat(100_000)), call).message.length).toBeLessThan(800);
  });
});

describe("no answer", () => {
  test.each([
    ["ECONNREFUSED", "refused"],
    ["ENOTFOUND", "name cannot be resolved"],
    ["CERT_HAS_EXPIRED", "expired"],
    ["EWHATEVER", "EWHATEVER"],
  ])("%s says why without the library's text", (code, text) => {
    const error = networkError(Object.assign(new Error("secret header"), { code }));
    expect(error.code).toBe("cluster/unreachable");
    expect(error.message).toContain(text);
    expect(error.message).not.toContain("secret");
  });
});
