import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { stringAt } from "../pod-state";

/** What `facts` tells of an Ingress that workspaces can follow; read again by `findNamed`. */
export function ingressFact(body: JsonObject): JsonObject {
  const tls = listAt(body, "spec", "tls");
  const hosts = listAt(body, "spec", "rules").map((rule) => stringAt(rule, "host"));
  return {
    ...identity(body),
    class_name: stringAt(body, "spec", "ingressClassName"),
    host: hosts.find((host) => host !== null) ?? null,
    tls,
    // An entry without hosts is the controller's default certificate, for every host.
    secure_hosts: tls.flatMap((entry) => (Array.isArray(entry.hosts) ? entry.hosts : ["*"])),
  };
}

/** What `facts` tells of an istio Gateway. Its hosts may be `namespace/host`. */
export function gatewayFact(body: JsonObject): JsonObject {
  const servers = listAt(body, "spec", "servers");
  const hostsOf = (server: JsonObject) =>
    Array.isArray(server.hosts) ? server.hosts.map((host: Json) => String(host).replace(/^.*\//, "")) : [];
  const hosts = servers.flatMap(hostsOf);
  return {
    ...identity(body),
    class_name: null,
    host: hosts.find((host) => !host.includes("*")) ?? hosts[0] ?? null,
    tls: [],
    secure_hosts: servers.filter(isSecure).flatMap(hostsOf),
  };
}

/** A server that only sends people on to https does not serve without it. */
const isSecure = (server: JsonObject): boolean =>
  /^(HTTPS|TLS)$/i.test(stringAt(server, "port", "protocol") ?? "") || getIn(server, ["tls", "httpsRedirect"]) === true;

const identity = (body: JsonObject): JsonObject => ({
  namespace: stringAt(body, "metadata", "namespace"),
  name: stringAt(body, "metadata", "name"),
  annotations: objectAt(body, "metadata", "annotations"),
});

function objectAt(body: JsonObject, ...path: readonly string[]): JsonObject {
  const value = getIn(body, path);
  return isObject(value) ? value : {};
}

function listAt(body: JsonObject, ...path: readonly string[]): readonly JsonObject[] {
  const value = getIn(body, path);
  return Array.isArray(value) ? value.filter(isObject) : [];
}
