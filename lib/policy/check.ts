import { isKubernetes } from "@/lib/layers/environment-layers";
import type { Resolved } from "@/lib/layers/merge";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Manifest } from "@/lib/provisioning/manifest";
import type { Fault } from "@/lib/shared/errors";
import { isObject } from "@/lib/shared/json";
import { boxOfConfig, boxOfContainer, boxOfProcess, type Box } from "./box";
import { strictFaults } from "./conflicts";
import { dockerChecks } from "./deny-docker";
import { kubernetesChecks } from "./deny-kubernetes";
import { checkClaim, checkDocumentMaximum, checkPodStorage, checkResources } from "./maximum";
import { imageVolumesOf, partOfBox, partsOfPod } from "./part";
import { podOfConfig, podOfManifest, type Pod } from "./pod";
import { originOfPolicy, type DenyRule, type PolicyInForce, type Rules } from "./policy";
import { checkDocumentRequirements, checkImage, checkPartRequirements } from "./require";
import { checkSharedClaim } from "./shared-claim";

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
  /** The effective configuration. */
  readonly resolved: Pick<Resolved, "value">;
  /** Resolved with the present policies: a strict policy refuses what it overrides in it. Null: no policy is strict. */
  readonly conflictsOf: Pick<Resolved, "value" | "overrides"> | null;
  /** What was built from it; checked too, because it is what the cluster gets. */
  readonly manifests: readonly Manifest[];
};

/**
 * The one check of all ways in: what Berth itself never allows, then every rule of every policy in force, on the resolved document and on
 * the built objects. All faults at once, each with its rule and the policy (`layer`) that it is from.
 */
export function checkPolicies(input: PolicyInput, policies: readonly PolicyInForce[]): readonly Fault[] {
  return distinct([
    ...checkBuiltInPolicy(input),
    ...(input.conflictsOf ? strictFaults(input.conflictsOf, policies) : []),
    ...policies.flatMap(({ source, policy }) =>
      checkRules(input, policy).map((fault) => ({ ...fault, layer: originOfPolicy(source) })),
    ),
  ]);
}

export function checkBuiltInPolicy(input: PolicyInput): readonly Fault[] {
  if (!isKubernetes(input.clusterType)) return [];
  return checkPods(input, (pod) => [...deniedPod(pod, builtInDeny), ...checkSharedClaim(pod, input.resolved.value)]);
}

/** `deny`, `maximum` and `require` of one policy. */
export function checkRules(input: PolicyInput, rules: Rules): readonly Fault[] {
  const { value } = input.resolved;
  const { maximum, require } = rules;
  return [
    ...checkDocumentMaximum(value, maximum),
    ...checkDocumentRequirements(value, require),
    ...(isKubernetes(input.clusterType)
      ? [...checkPods(input, (pod) => podFaults(pod, rules)), ...claimFaults(input, rules)]
      : checkBoxes(input, rules)),
  ];
}

const deniedPod = (pod: Pod, rules: readonly DenyRule[]): readonly Fault[] =>
  rules.flatMap((rule) => kubernetesChecks[rule](pod));

const podFaults = (pod: Pod, { deny, maximum, require }: Rules): readonly Fault[] => [
  ...deniedPod(pod, deny),
  ...checkPodStorage(pod, maximum),
  ...partsOfPod(pod).flatMap((part) => [
    ...checkResources(part, maximum, true),
    ...checkPartRequirements(part, require),
  ]),
  ...imageVolumesOf(pod).flatMap(({ path, image }) => checkImage(image, path, require)),
];

/** Built claims, where the document did not show it already. */
function claimFaults({ manifests, resolved }: PolicyInput, { maximum }: Rules): readonly Fault[] {
  if (checkDocumentMaximum(resolved.value, maximum).some(({ rule }) => rule === "maximum.storage")) return [];
  return manifests
    .filter(({ kind }) => kind === "PersistentVolumeClaim")
    .flatMap(({ body, name }) => checkClaim(body, name, maximum));
}

const configOf = ({ resolved: { value } }: PolicyInput) =>
  isObject(value.container_config) ? value.container_config : {};

/** Faults in the user's own words where the document shows them; else those of the built objects. */
function preferDocument(inDocument: readonly Fault[], inObjects: readonly Fault[]): readonly Fault[] {
  const known = new Set(inDocument.map((fault) => fault.rule));
  return distinct([...inDocument, ...inObjects.filter((fault) => !known.has(fault.rule))]);
}

function checkPods(input: PolicyInput, check: (pod: Pod) => readonly Fault[]): readonly Fault[] {
  const inObjects = input.manifests.flatMap((manifest) => {
    const pod = podOfManifest(manifest);
    return pod ? check(pod) : [];
  });
  return preferDocument(check(podOfConfig(configOf(input))), inObjects);
}

function checkBoxes(input: PolicyInput, rules: Rules): readonly Fault[] {
  const check = (box: Box, deny: readonly DenyRule[]): readonly Fault[] => [
    ...deny.flatMap((rule) => dockerChecks[rule](box)),
    ...checkResources(partOfBox(box), rules.maximum, false),
    ...checkPartRequirements(partOfBox(box), rules.require),
  ];
  const inObjects = input.manifests.flatMap((manifest) => {
    // A swarm's service is its container, for the rules.
    if (manifest.kind === "Container" || manifest.kind === "Service")
      return check(boxOfContainer(manifest, input.manifests), rules.deny);
    // A process is the portal's own user's: what `deny` names does not exist for it.
    return manifest.kind === "Process" ? check(boxOfProcess(manifest), []) : [];
  });
  const config = boxOfConfig(configOf(input));
  const inDocument =
    input.clusterType === "local" ? check({ ...config, image: undefined }, []) : check(config, rules.deny);
  return preferDocument(inDocument, inObjects);
}

/** The same key may be reached as a pod's and as its main container's. */
function distinct(faults: readonly Fault[]): readonly Fault[] {
  const seen = new Map(
    faults.map((fault) => [`${fault.layer ?? ""} ${fault.path} ${fault.rule ?? ""} ${fault.message}`, fault]),
  );
  return [...seen.values()];
}
