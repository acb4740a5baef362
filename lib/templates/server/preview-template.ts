import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { changedPaths } from "@/lib/layers/leaves";
import { planChanges } from "@/lib/provisioning/plan";
import type { PolicyInForce } from "@/lib/policy/policy";
import type { Call, Services } from "@/lib/server/services";
import { isPortalError, type Fault } from "@/lib/shared/errors";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { growingFaults, immutableFaults } from "@/lib/workspaces/immutable";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import { composeStored } from "@/lib/workspaces/server/build-stored";
import { checkObjects } from "@/lib/workspaces/server/check-objects";
import { forEachWithDocument } from "@/lib/workspaces/server/settings-store";
import { moveEffects, type MoveEffect, type TemplateEffectDto } from "../dto";
import type { Template } from "../template";
import { authoriseTemplates } from "./authorise-templates";
import { findTemplate } from "./get-template";
import { pinTemplate } from "./pin-template";
import { read } from "./save-template";
import type { PresentTemplate, TemplateVersion } from "./template-book";
import { versionOf } from "./use-template";

type Stored = { readonly workspace: WorkspaceRecord; readonly document: JsonObject };
type Item = TemplateEffectDto["items"][number];

/**
 * What a move to this text would do to every workspace that is made from the template, were it saved. Nothing moves by saving: this tells what
 * their owners will be offered. Stores nothing and asks no cluster for its objects. Throws `document/invalid`, `not-found`.
 */
export async function previewTemplate(call: Call, name: string, text: string): Promise<TemplateEffectDto> {
  authoriseTemplates(call, "template:write");
  const template = read(text, name);
  const present = await findTemplate(call, name);
  const candidate = candidateOf(template, text, present.version);
  const services = withCandidate(call.services, candidate, present);
  const inForce = await services.policies.inForce();
  const items: Item[] = [];
  for (const cluster of services.clusters.list()) {
    await forEachWithDocument(services.db, cluster.config.id, call.signal, async (stored) => {
      if (stored.document.template !== name) return;
      items.push(await effectOn({ services, cluster, candidate, inForce, signal: call.signal }, stored));
    });
  }
  const counts = Object.fromEntries(moveEffects.map((effect) => [effect, count(items, effect)]));
  return { counts: counts as Record<MoveEffect, number>, items };
}

const count = (items: readonly Item[], effect: MoveEffect): number =>
  items.filter((item) => item.effect === effect).length;

const candidateOf = (template: Template, text: string, { name, number }: TemplateVersion): TemplateVersion => ({
  name,
  number: number + 1,
  text,
  message: "",
  template,
  author: null,
});

/** The portal as if the text had been saved. */
function withCandidate(services: Services, candidate: TemplateVersion, { state }: PresentTemplate): Services {
  const { templates } = services;
  const isMeant = (name: string) => name === candidate.name;
  return {
    ...services,
    templates: {
      ...templates,
      present: async (name) => (isMeant(name) ? { version: candidate, state } : templates.present(name)),
      find: async (name, number) =>
        isMeant(name) && number === candidate.number ? candidate : templates.find(name, number),
    },
  };
}

type Move = {
  readonly services: Services;
  readonly cluster: ConnectedCluster;
  readonly candidate: TemplateVersion;
  readonly inForce: readonly PolicyInForce[];
  readonly signal: AbortSignal;
};

async function effectOn(move: Move, stored: Stored): Promise<Item> {
  const { cluster } = move;
  const { workspace, document } = stored;
  const of = {
    name: workspace.name,
    cluster: cluster.config.name,
    owner: workspace.ownerEmail,
    running: workspace.desired === "running",
    version: versionOf(document),
  };
  try {
    return { ...of, ...(await moved(move, stored)) };
  } catch (error) {
    if (!isPortalError(error)) throw error;
    const faults = error.options.faults ?? [{ path: "", message: error.message, text: error.text }];
    return { ...of, effect: "refused", keys: [], faults };
  }
}

async function moved(
  { services, cluster, candidate, inForce, signal }: Move,
  { workspace, document }: Stored,
): Promise<Pick<Item, "effect" | "keys" | "faults">> {
  const next = {
    ...document,
    template_version: candidate.number,
    parameters: knownOnly(candidate.template, document.parameters),
  };
  const pinned = await pinTemplate(services, next, cluster.provider.type, document);
  if (pinned.faults.length > 0)
    return { effect: isAsked(pinned.faults) ? "input" : "refused", keys: [], faults: pinned.faults };
  const [before, after] = [
    await composeStored(services, cluster, { workspace, document }, signal),
    await composeStored(services, cluster, { workspace, document: pinned.document }, signal),
  ];
  const [old, wanted] = [before.effective.value, after.effective.value];
  const faults = [...immutableFaults(old, wanted), ...growingFaults(old, wanted, await cluster.facts(signal))];
  if (faults.length > 0) return { effect: "refused", keys: faults.map(({ path }) => path), faults };
  const { effective, manifests } = after;
  checkObjects({ cluster, effective, manifests, conflictsOf: effective }, inForce);
  const { effect } = planChanges(manifests, before.manifests, cluster.provider.rules, "");
  return { effect, keys: changedPaths(old, wanted).filter((path) => path !== "template_version"), faults: [] };
}

/** All that is missing are values which a new version asks for. */
const isAsked = (faults: readonly Fault[]): boolean =>
  faults.every(({ text }) => text?.code === "template/parameter-missing");

function knownOnly({ parameters }: Template, given: unknown): JsonObject {
  const known = new Set(parameters.map(({ name }) => name));
  return Object.fromEntries(Object.entries(isObject(given) ? given : {}).filter(([name]) => known.has(name)));
}
