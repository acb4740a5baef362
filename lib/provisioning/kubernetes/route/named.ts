import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { RouteContext } from "../../provider";
import { objectsOf, textOf } from "../build/values";

export const ingressTypes = ["nginx", "alb", "istio"] as const;
export type IngressType = (typeof ingressTypes)[number];

/** The Ingress or Gateway that a workspace's own address follows, as `facts` tells of it; it is never changed. */
export type NamedIngress = {
  readonly namespace: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Null: it uses the cluster's default class, or is a Gateway. */
  readonly className: string | null;
  /** First host that stands for one name; null: it serves every host. */
  readonly host: string | null;
  readonly tls: readonly JsonObject[];
  /** Hosts with TLS; `*` for all. */
  readonly secureHosts: readonly string[];
};

export type RouteWish = {
  readonly type: IngressType;
  readonly name: string;
  readonly pathType: string;
  /** Of the document, in place of the named one's. */
  readonly host: string | null;
};

/** What the document and the settings ask for; null: no address but the gateway's. */
export function routeWish(resolved: JsonObject): RouteWish | null {
  const name = textOf(resolved.ingress_name);
  if (name === null) return null;
  return {
    name,
    type: ingressTypes.find((type) => type === resolved.ingress_type) ?? "nginx",
    pathType: textOf(resolved.ingress_path_type) ?? "ImplementationSpecific",
    host: textOf(resolved.ingress_host),
  };
}

export const kindOfNamed = (type: IngressType): "Ingress" | "Gateway" => (type === "istio" ? "Gateway" : "Ingress");

/**
 * Finds it in `facts`. An Ingress must be in the workspace's namespace, because its certificate is; a Gateway may be in any namespace of
 * the cluster that Berth may see, the workspace's own first.
 */
export function findNamed(
  wish: Pick<RouteWish, "type" | "name">,
  { namespace, facts }: Pick<RouteContext, "namespace" | "facts">,
): NamedIngress | null {
  const key = wish.type === "istio" ? "gateways" : "ingresses";
  const found = objectsOf(facts[key], key)
    .filter((item) => item.name === wish.name)
    .map(readNamed);
  const here = found.find((item) => item.namespace === namespace);
  return here ?? (wish.type === "istio" ? (found[0] ?? null) : null);
}

function readNamed(item: JsonObject): NamedIngress {
  return {
    namespace: textOf(item.namespace) ?? "",
    name: textOf(item.name) ?? "",
    annotations: texts(item.annotations),
    className: textOf(item.class_name),
    host: textOf(item.host),
    tls: objectsOf(item.tls, "tls"),
    secureHosts: Array.isArray(item.secure_hosts) ? item.secure_hosts.map(String) : [],
  };
}

const texts = (value: Json | undefined): Readonly<Record<string, string>> =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      )
    : {};

/** `*.example.com` covers one more label, `*` everything. */
export const coversHost = (pattern: string, host: string | null): boolean =>
  pattern === "*" ||
  pattern === host ||
  (host !== null && pattern.startsWith("*.") && host.slice(host.indexOf(".")) === pattern.slice(1));
