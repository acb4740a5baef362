import { openApplied } from "@/lib/reconcile/server/applied";
import { stepsBack, type Applied } from "@/lib/reconcile/drift";
import { emptyObservation } from "@/lib/reconcile/status";
import type { Manifest } from "@/lib/provisioning/manifest";
import type { DocumentChange } from "@/lib/provisioning/plan";
import type { Observation } from "@/lib/provisioning/provider";
import { say, type PlainCode } from "@/lib/i18n/say";
import type { Call, Services } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { joinPath } from "@/lib/shared/path";
import type { DriftDto } from "../dto";
import { refOf, type WorkspaceRecord } from "../record";
import { findFor, type Found, type Ref } from "./authorise";

/** One difference, and what a document would say of it. */
export type Difference = {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  /** Null: a document cannot say it, for this reason. */
  readonly change: DocumentChange | null;
  readonly reason: PlainCode | null;
};

/** What somebody changed behind Berth's back, secrets masked, each with the field of the document that could say it. */
export async function getDrift(call: Call, ref: Ref): Promise<{ readonly items: readonly DriftDto[] }> {
  const found = await findFor(call, ref, "workspace:read");
  const { workspace, cluster } = found;
  if (workspace.drift.length === 0) return { items: [] };
  const applied = await appliedOf(call.services, workspace);
  const seen = cluster.state === "connected" ? cluster.runtime().recall(workspace.id) : null;
  const differences = applied ? differencesOf(found, applied, seen ?? emptyObservation) : [];
  const fields = new Map(differences.map((item) => [keyOf(item), item.change ? fieldOf(item.change) : null]));
  return { items: workspace.drift.map((entry) => ({ ...entry, field: fields.get(keyOf(entry)) ?? null })) };
}

/** A fresh look at what differs. Throws `conflict` when nothing does. */
export async function observeDifferences(call: Call, found: Found): Promise<readonly Difference[]> {
  const { workspace, cluster } = found;
  const applied = await appliedOf(call.services, workspace);
  const observation = applied ? await cluster.runtime().observe(refOf(workspace), call.signal) : emptyObservation;
  const differences = applied ? differencesOf(found, applied, observation) : [];
  if (differences.length === 0) throw new PortalError("conflict", say("drift/none", { name: workspace.name }));
  return differences;
}

/** `container_config.env[A]`: as origins and faults write it. */
export const fieldOf = ({ path }: DocumentChange): string =>
  path[1] === "env" && path[2] !== undefined ? `${path[0]}.env[${path[2]}]` : path.reduce(joinPath, "");

const keyOf = ({ kind, name, path }: Pick<Difference, "kind" | "name" | "path">): string => `${kind}/${name}/${path}`;

async function appliedOf(services: Services, { id }: WorkspaceRecord): Promise<Applied | null> {
  const kept = await services.db.appliedObjects.findUnique({ where: { workspaceId: id }, select: { objects: true } });
  return kept && openApplied(services, kept.objects);
}

function differencesOf({ cluster }: Found, applied: Applied, { manifests }: Observation): readonly Difference[] {
  const { rules } = cluster.provider;
  return stepsBack(applied, manifests, rules).flatMap((step): readonly Difference[] => {
    if (step.action === "delete") return [];
    const { kind, name } = step.after;
    if (step.action === "create") return [{ kind, name, path: "", change: null, reason: "drift/object-missing" }];
    return step.changes.map(({ path }) => {
      const judged = judge(rules[kind]?.inDocument, path, step.before, applied.secretNames);
      return { kind, name, path, ...judged };
    });
  });
}

function judge(
  inDocument: ((path: string, live: Manifest) => DocumentChange | null) | undefined,
  path: string,
  live: Manifest,
  secretNames: readonly string[],
): Pick<Difference, "change" | "reason"> {
  const change = inDocument?.(path, live) ?? null;
  if (!change) return { change: null, reason: "drift/no-field" };
  const [, list, variable] = change.path;
  if (list === "env" && variable !== undefined && secretNames.includes(variable))
    return { change: null, reason: "drift/secret" };
  return { change, reason: null };
}
