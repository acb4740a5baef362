import { say, type Said } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { leavesOf, sameValueAt } from "@/lib/layers/leaves";
import type { Resolved } from "@/lib/layers/merge";
import type { Fault } from "@/lib/shared/errors";
import type { Json } from "@/lib/shared/json";
import { originOfPolicy, type PolicyInForce } from "./policy";

/** A value of the user's that an enforced policy took the place of. */
export type Conflict = {
  readonly path: string;
  /** Origin of the policy. */
  readonly by: string;
  readonly users: Json;
  /** Undefined: the policy removed it. */
  readonly policys: Json | undefined;
};

const isUsers = (origin: string): boolean => origin === "document" || origin.startsWith("pre-start");

/** What the user wrote and a policy overrode with another value; the same amount in another spelling is none. */
export function conflictsOf({ value, overrides }: Pick<Resolved, "value" | "overrides">): readonly Conflict[] {
  const lost = overrides.filter(({ layer, by }) => isUsers(layer) && by.startsWith("policy:"));
  if (lost.length === 0) return [];
  const leaves = leavesOf(value);
  return lost
    .map(({ path, by, value: users }): Conflict => ({ path, by, users, policys: leaves.get(replaced(path)) }))
    .filter(({ path, users, policys }) => !sameValueAt(path, users, policys));
}

/** A tag that lost against an enforced image is answered by that image. */
const replaced = (path: string): string => (path === "container_config.image_tag" ? "container_config.image" : path);

/** Never long: a value may be a whole script. */
function shown(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A strict policy refuses what any other enforced one overrides, naming each key with both values (product section 3). */
export function strictFaults(
  resolved: Pick<Resolved, "value" | "overrides">,
  policies: readonly PolicyInForce[],
): readonly Fault[] {
  const strict = policies
    .filter(({ policy }) => policy.enforce && policy.strict)
    .map(({ source }) => originOfPolicy(source));
  return conflictsOf(resolved)
    .filter(({ by }) => strict.includes(by))
    .map((conflict) => ({
      path: conflict.path,
      layer: conflict.by,
      rule: "enforce.strict",
      ...refusal(conflict),
    }));
}

const refusal = ({ users, policys }: Conflict): Said =>
  policys === undefined
    ? say("enforce/removed", { users: shown(users) })
    : say("enforce/replaced", { users: shown(users), policys: shown(policys) });

/** Sentences for a plan: what an enforced policy made of the document. */
export const overrideWarnings = (resolved: Pick<Resolved, "value" | "overrides">): readonly Sayable[] =>
  conflictsOf(resolved).map(({ path, by, users, policys }) =>
    policys === undefined
      ? say("enforce/warning-removed", { path, by, users: shown(users) })
      : say("enforce/warning-replaced", { path, by, users: shown(users), policys: shown(policys) }),
  );

type Resolution = Pick<Resolved, "value" | "overrides" | "origins">;

/**
 * An update of a running workspace that does not take the present policies over is built from those it was started with. What a present,
 * enforced policy decides must not be changed that way. `before` and `after` are with the policies of the start, `present` with those of now.
 */
export function bypassFaults(
  { before, after, present }: { readonly before: Resolution; readonly after: Resolution; readonly present: Resolution },
  policies: readonly PolicyInForce[],
): readonly Fault[] {
  const enforced = new Set(policies.filter(({ policy }) => policy.enforce).map(({ source }) => originOfPolicy(source)));
  const governed = [...present.origins].flatMap(([path, origin]) => (enforced.has(origin) ? [path] : []));
  const removed = conflictsOf(present).flatMap(({ path, by }) => (enforced.has(by) ? [path] : []));
  const [old, next, wanted] = [leavesOf(before.value), leavesOf(after.value), leavesOf(present.value)];
  return [...new Set([...governed, ...removed])]
    .filter((path) => !sameValueAt(path, next.get(path), wanted.get(path)))
    .filter((path) => !sameValueAt(path, next.get(path), old.get(path)))
    .map((path) => ({
      path,
      rule: "enforce.changed",
      layer: present.origins.get(path) ?? "policy",
      ...say("enforce/changed"),
    }));
}
