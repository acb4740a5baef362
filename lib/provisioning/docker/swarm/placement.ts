import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";

/** Kubernetes' well-known node labels in Swarm's words. */
const known: Readonly<Record<string, string>> = {
  "kubernetes.io/hostname": "node.hostname",
  "kubernetes.io/os": "node.platform.os",
  "kubernetes.io/arch": "node.platform.arch",
};
const attributes = /^(node\.(id|hostname|role|platform\.(os|arch)|labels\..+)|engine\.labels\..+)$/;
const constraint = /^(?:node|engine)\.[A-Za-z0-9._/-]+\s*(?:==|!=)\s*[^\s=]+$/;

/**
 * Where a document says that it may run, as Swarm's constraints: `nodeSelector` as on Kubernetes (a key without `node.` is a node's label), and
 * `placement.constraints` as in a Compose file. Empty: it says nothing.
 */
export function constraintsOf(container: JsonObject): readonly string[] {
  return [...new Set([...fromSelector(container.nodeSelector), ...fromPlacement(container.placement)])].sort();
}

function fromSelector(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) throw new PortalError("document/invalid", say("config/node-selector"));
  return Object.entries(value).flatMap(([key, wanted]) => {
    if (wanted === null) return [];
    const own = Object.hasOwn(known, key) ? known[key] : undefined;
    return [checked(`${own ?? (attributes.test(key) ? key : `node.labels.${key}`)}==${String(wanted)}`)];
  });
}

function fromPlacement(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  const list = isObject(value) ? (value.constraints ?? []) : null;
  if (!Array.isArray(list)) throw new PortalError("document/invalid", say("config/placement"));
  return list.map((item) => checked(String(item).replace(/\s*(==|!=)\s*/, "$1")));
}

function checked(text: string): string {
  if (constraint.test(text)) return text;
  throw new PortalError("document/invalid", say("config/constraint", { text }));
}
