import { told, unfill, type Catalogue, type Text } from "@/lib/i18n/text";

/**
 * Every cause that a workspace can have for not being what was asked (product, section 4): one table with the text and the next step.
 * `{x}` is filled from the cause's `params`. `permanent`: waiting will not help, so an operation fails at once.
 */
export const causeTable = {
  unschedulable: {
    summary: "No node can take this workspace: {reason}",
    next: "Ask for less CPU or memory, or change the node selector, affinity or tolerations.",
    permanent: false,
  },
  "image-not-found": {
    summary: "The image {image} does not exist",
    next: "Check the name and the tag of the image.",
    permanent: true,
  },
  "image-pull-denied": {
    summary: "The registry refuses to hand out {image}",
    next: "Add an image pull secret with access to that registry.",
    permanent: true,
  },
  "image-pull-failed": {
    summary: "The image {image} cannot be fetched: {reason}",
    next: "Check the image's name and whether the cluster reaches the registry.",
    permanent: false,
  },
  "crash-loop": {
    summary: "The container ends again and again, last with exit code {exit_code}",
    next: "Read the last lines of the previous container's log; the command or its configuration fails.",
    permanent: true,
  },
  "command-not-found": {
    summary: "The command {command} cannot be started: {reason}",
    next: "Correct `command` in the container configuration, or take an image that has it.",
    permanent: true,
  },
  exited: {
    summary: "The process ended with exit code {exit_code}",
    next: "Read the log, then start the workspace again.",
    permanent: true,
  },
  "out-of-memory": {
    summary: "The container used more than its memory limit of {limit} and was killed",
    next: "Raise `resources.limits.memory`.",
    permanent: true,
  },
  "config-error": {
    summary: "The container cannot be made: {reason}",
    next: "Create what is missing, or take the reference out of the container configuration.",
    permanent: true,
  },
  "volume-pending": {
    summary: "The storage is not there yet: {reason}",
    next: "Check the storage class, or wait for the provisioner.",
    permanent: false,
  },
  "volume-busy": {
    summary: "The storage is still attached to another node",
    next: "Wait until the other pod has ended.",
    permanent: false,
  },
  "mount-failed": {
    summary: "A volume cannot be mounted: {reason}",
    next: "Create what the volume refers to, or remove the volume.",
    permanent: false,
  },
  "quota-exceeded": {
    summary: "The namespace's quota does not allow it: {reason}",
    next: "Ask for less, stop other workspaces, or have the quota raised.",
    permanent: true,
  },
  "admission-denied": {
    summary: "The cluster's admission refuses the workspace: {reason}",
    next: "Change what the message names, or ask the cluster's administrator.",
    permanent: true,
  },
  "policy-denied": {
    summary: "The policy does not allow this workspace: {reason}",
    next: "Update the workspace so that it fits the policy, then start it again.",
    permanent: true,
  },
  "probe-failing": {
    summary: "The server does not answer on port {port}: {reason}",
    next: "Check `port` and `health_path`, and read the log.",
    permanent: false,
  },
  "node-lost": {
    summary: "The node {node} does not answer",
    next: "Wait for the node, or have the pod moved.",
    permanent: false,
  },
  evicted: {
    summary: "The node evicted the workspace: {reason}",
    next: "Ask for less ephemeral storage or memory.",
    permanent: false,
  },
  "deadline-exceeded": {
    summary: "The workspace was not ready within {seconds} seconds",
    next: "Read events and log; then start it again.",
    permanent: true,
  },
  "cluster-unreachable": {
    summary: "The cluster {cluster} does not answer: {reason}",
    next: "Nothing is lost: Berth goes on when the cluster answers. Check its address and the network.",
    permanent: false,
  },
  forbidden: {
    summary: "Berth may not {verb} {resource} on this cluster",
    next: "Give Berth's account the Role that the cluster's page shows.",
    permanent: true,
  },
  "name-in-use": {
    summary: "The name {name} is used on this engine by something that is not Berth's",
    next: "Remove or rename it, or choose another name for the workspace.",
    permanent: true,
  },
  "port-in-use": {
    summary: "Port {port} is taken by another program",
    next: "Choose another `port`, or end the other program.",
    permanent: true,
  },
  "network-not-found": {
    summary: "There is no network {network} on this engine",
    next: "Create it, or take it out of `networks`.",
    permanent: true,
  },
  "bind-path-missing": {
    summary: "The path {path} does not exist on the engine's machine",
    next: "Create the folder there, or correct `volumes`.",
    permanent: true,
  },
  rejected: {
    summary: "The backend refuses the workspace: {reason}",
    next: "Change what the message names.",
    permanent: true,
  },
} as const satisfies Record<string, { summary: string; next: string; permanent: boolean }>;

export type CauseCode = keyof typeof causeTable;

export type Cause = {
  readonly code: CauseCode;
  readonly summary: string;
  readonly next_step: string;
  readonly params: Readonly<Record<string, string>>;
  /** Parameters that are texts of ours, for other languages. */
  readonly texts?: Readonly<Record<string, Text>>;
  /** What it was concluded from, newest first: event texts, container states, last log lines. */
  readonly evidence: readonly string[];
};

type CauseParams = Pick<Cause, "params" | "texts">;

/** What to put into a cause's templates of another language. */
export const paramsIn = ({ params, texts = {} }: CauseParams, catalogue: Catalogue): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(params).map(([name, message]) => [name, told({ message, text: texts[name] }, catalogue)]),
  );

/** The cause that a stored sentence tells of, as far as its words show it: progress and activity keep the summary only. */
export function causeOfSummary(sentence: string): (CauseParams & { readonly code: CauseCode }) | null {
  for (const [code, { summary }] of Object.entries(causeTable)) {
    const params = unfill(summary, sentence);
    if (params) return { code: code as CauseCode, params };
  }
  return null;
}
