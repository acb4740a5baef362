import { isKubernetes } from "@/lib/layers/environment-layers";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Manifest } from "@/lib/provisioning/manifest";
import type { Fault } from "@/lib/shared/errors";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { kubernetesChecks } from "./deny-kubernetes";
import { checkDocumentMaximum, checkPodMaximum } from "./maximum";
import { podOfConfig, podOfManifest, type Pod } from "./pod";
import type { DenyRule, Policy } from "./policy";
import { checkDocumentRequirements, checkPodRequirements } from "./require";

/**
 * What no workspace on Kubernetes may do, whatever the policy: each would give it the node. Docker's counterpart is in
 * lib/provisioning/docker/build/safety.ts, which speaks the engine's words.
 */
export const builtInDeny: readonly DenyRule[] = [
  "privileged",
  "host_path",
  "host_network",
  "host_pid",
  "host_ipc",
  "host_ports",
  "devices",
  "docker_socket",
];

export type PolicyInput = {
  readonly clusterType: ClusterType;
  /** Value of the effective configuration. */
  readonly resolved: JsonObject;
  /** What was built from it; checked too, because it is what the cluster gets. */
  readonly manifests: readonly Manifest[];
};

export function checkBuiltInPolicy(input: PolicyInput): readonly Fault[] {
  return checkPods(input, (pod) => denied(pod, builtInDeny));
}

/** `deny`, `maximum` and `require` of an administrator's policy. */
export function checkPolicy(
  input: PolicyInput,
  policy: Pick<Policy, "deny" | "maximum" | "require">,
): readonly Fault[] {
  return [
    ...checkDocumentMaximum(input.resolved, policy.maximum),
    ...checkDocumentRequirements(input.resolved, policy.require),
    ...checkPods(input, (pod) => [
      ...denied(pod, policy.deny),
      ...checkPodMaximum(pod, policy.maximum),
      ...checkPodRequirements(pod, policy.require),
    ]),
  ];
}

const denied = (pod: Pod, rules: readonly DenyRule[]): readonly Fault[] =>
  rules.flatMap((rule) => kubernetesChecks[rule](pod));

/** Faults in the user's own words where the document shows them; else those of the built objects. */
function checkPods(
  { clusterType, resolved, manifests }: PolicyInput,
  check: (pod: Pod) => readonly Fault[],
): readonly Fault[] {
  if (!isKubernetes(clusterType)) return [];
  const config = isObject(resolved.container_config) ? resolved.container_config : {};
  const inDocument = check(podOfConfig(config));
  const known = new Set(inDocument.map((fault) => fault.rule));
  const inObjects = manifests.flatMap((manifest) => {
    const pod = podOfManifest(manifest);
    return pod ? check(pod) : [];
  });
  return [...inDocument, ...inObjects.filter((fault) => !known.has(fault.rule))];
}
