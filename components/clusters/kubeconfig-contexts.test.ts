import { describe, expect, it } from "vitest";
import { kubeconfigContexts } from "./kubeconfig-contexts";

const usual = `apiVersion: v1
clusters:
- cluster:
    server: https://10.0.0.1
  name: prod
contexts:
- context:
    cluster: prod
    user: ada
  name: prod-ada
- context:
    cluster: prod
    namespace: lab
    user: bob
  name: "prod-bob"
current-context: prod-bob
users:
- name: ada
`;

describe("kubeconfigContexts", () => {
  it("finds the contexts, and no cluster or user", () => {
    expect(kubeconfigContexts(usual)).toEqual({ names: ["prod-ada", "prod-bob"], current: "prod-bob" });
  });

  it("knows nothing of a text that is no kubeconfig", () => {
    expect(kubeconfigContexts("hello: world")).toEqual({ names: [], current: null });
  });

  it("falls back to the current context where the list is written in another style", () => {
    expect(kubeconfigContexts("contexts: [{name: a}]\ncurrent-context: a")).toEqual({ names: ["a"], current: "a" });
  });
});
