import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { getIn, type JsonObject } from "@/lib/shared/json";
import type { Observation, RouteContext, SeenRoute, WantedRoute } from "../../provider";
import { annotationKeys, isRouteKind } from "../kinds";
import { stringAt } from "../pod-state";
import { hasAlbGroup } from "./annotations";
import { routePath, routeUrl } from "./build-route";
import { findNamed, kindOfNamed, routeWish, type RouteWish } from "./named";

/** What `buildRoute` will make, and what keeps it from being what people expect. */
export function wantedRoute(resolved: JsonObject, context: RouteContext): WantedRoute | null {
  const wish = routeWish(resolved);
  if (!wish) return null;
  const named = findNamed(wish, context);
  if (!named) return { basePath: null, warnings: [missing(wish, context)] };
  const { name } = wish;
  const nobody = wish.type === "istio" && routeUrl(wish, named, context.workspace) === null;
  return {
    basePath: routePath(context.workspace),
    warnings: [
      ...(wish.type === "alb" && !hasAlbGroup(named) ? [say("route/no-alb-group", { name })] : []),
      ...(nobody ? [say("route/no-host", { name })] : []),
    ],
  };
}

function missing(wish: RouteWish, { namespace: own, facts }: RouteContext): Sayable {
  const kind = kindOfNamed(wish.type);
  const unreadable = facts[kind === "Gateway" ? "unreadable_gateways" : "unreadable_ingresses"];
  const namespace = own ?? "";
  const place = { kind, namespace, way_out: say("route/way-out", { kind }) };
  return Array.isArray(unreadable) && unreadable.includes(namespace)
    ? say("route/unreadable", place)
    : say("route/no-such", { ...place, name: wish.name });
}

/** From what the cluster shows, without asking it and without the document. */
export function seenRoute({ manifests }: Observation): SeenRoute | null {
  const service = manifests.find((manifest) => manifest.kind === "Service")?.body;
  const annotation = (key: string) => stringAt(service, "metadata", "annotations", key);
  const follows = annotation(annotationKeys.follows);
  if (follows === null) return null;
  const [kind = "", name = ""] = follows.split("/");
  const none = { url: null, basePath: null };
  if (annotation(annotationKeys.followsMissing) !== null) {
    const namespace = stringAt(service, "metadata", "namespace") ?? "";
    return {
      ...none,
      problem: say("route/no-such", { kind, name, namespace, way_out: say("route/way-out", { kind }) }),
    };
  }
  const route = manifests.find((manifest) => isRouteKind(manifest.kind));
  if (!route) return { ...none, problem: say("route/removed") };
  return { url: urlOf(route.body), basePath: pathOf(route.body), problem: null };
}

function pathOf(body: JsonObject): string | null {
  const [path, uri] = [
    ["spec", "rules", 0, "http", "paths", 0, "path"],
    ["spec", "http", 0, "match", 0, "uri", "exact"],
  ].map((place) => getIn(body, place));
  return typeof path === "string" ? path : typeof uri === "string" ? uri : null;
}

function urlOf(body: JsonObject): string | null {
  const known = stringAt(body, "metadata", "annotations", annotationKeys.url);
  if (known !== null) return known;
  const balancer = getIn(body, ["status", "loadBalancer", "ingress", 0]);
  const host = stringAt(balancer, "hostname") ?? stringAt(balancer, "ip");
  const path = pathOf(body);
  if (host === null || path === null) return null;
  const tls = getIn(body, ["spec", "tls"]);
  return `${Array.isArray(tls) && tls.length > 0 ? "https" : "http"}://${host}${path}/`;
}
