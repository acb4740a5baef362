import type { JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../../manifest";
import type { BuildContext } from "../../provider";
import { objectMeta } from "../build/metadata";
import { annotationKeys, managedKinds } from "../kinds";
import { albAnnotations, albListensWithTls, sharedAnnotations } from "./annotations";
import { coversHost, findNamed, kindOfNamed, routeWish, type NamedIngress, type RouteWish } from "./named";

/** Path of a workspace on the named Ingress's host (product, section 5). */
export const routePath = (workspace: { readonly name: string }): string => `/${workspace.name}`;

/** The address that the route will have; null where only the load balancer knows its name. */
export function routeUrl(wish: RouteWish, named: NamedIngress, workspace: { readonly name: string }): string | null {
  const host = wish.host ?? named.host;
  if (host === null || host.includes("*")) return null;
  return `${isSecure(wish, named) ? "https" : "http"}://${host}${routePath(workspace)}/`;
}

function isSecure(wish: RouteWish, named: NamedIngress): boolean {
  const host = wish.host ?? named.host;
  return (
    named.secureHosts.some((pattern) => coversHost(pattern, host)) || (wish.type === "alb" && albListensWithTls(named))
  );
}

/** One object per workspace: two that are created at once cannot lose each other's path. Null: no address was asked for, or none can be. */
export function buildRoute(resolved: JsonObject, port: number, context: BuildContext): Manifest | null {
  const wish = routeWish(resolved);
  const named = wish && findNamed(wish, context);
  if (!wish || !named) return null;
  const input = { wish, named, port, context, resolved };
  return wish.type === "istio" ? virtualService(input) : ingress(input);
}

type RouteInput = {
  readonly wish: RouteWish;
  readonly named: NamedIngress;
  readonly port: number;
  readonly context: BuildContext;
  readonly resolved: JsonObject;
};

function metadataOf({ wish, named, context, resolved }: RouteInput, annotations: JsonObject): JsonObject {
  const url = routeUrl(wish, named, context.workspace);
  const all = { ...annotations, ...(url === null ? {} : { [annotationKeys.url]: url }) };
  const metadata = objectMeta(context.names.main, resolved, context);
  return Object.keys(all).length === 0 ? metadata : { ...metadata, annotations: all };
}

function ingress(input: RouteInput): Manifest {
  const { wish, named, port, context } = input;
  const path = routePath(context.workspace);
  const host = wish.host ?? named.host;
  const backend = { service: { name: context.names.main, port: { number: port } } };
  // For ALB the controller's own way is an exact path with wildcards, so what lies below needs a second one.
  const paths = wish.type === "alb" && wish.pathType === "ImplementationSpecific" ? [path, `${path}/*`] : [path];
  const tls = named.tls.filter((entry) => coversAny(entry, host));
  return {
    kind: "Ingress",
    name: context.names.main,
    body: {
      apiVersion: managedKinds.Ingress.apiVersion,
      kind: "Ingress",
      metadata: metadataOf(input, {
        ...sharedAnnotations(named),
        ...(wish.type === "alb" ? albAnnotations(named, path) : {}),
      }),
      spec: {
        ...(named.className === null ? {} : { ingressClassName: named.className }),
        ...(tls.length === 0 ? {} : { tls }),
        rules: [
          {
            ...(host === null ? {} : { host }),
            http: { paths: paths.map((entry) => ({ path: entry, pathType: wish.pathType, backend })) },
          },
        ],
      },
    },
  };
}

const coversAny = (entry: JsonObject, host: string | null): boolean =>
  !Array.isArray(entry.hosts) || entry.hosts.some((pattern) => coversHost(String(pattern), host));

function virtualService(input: RouteInput): Manifest {
  const { wish, named, port, context } = input;
  const path = routePath(context.workspace);
  const service = `${context.names.main}${context.namespace === null ? "" : `.${context.namespace}.svc.cluster.local`}`;
  return {
    kind: "VirtualService",
    name: context.names.main,
    body: {
      apiVersion: managedKinds.VirtualService.apiVersion,
      kind: "VirtualService",
      metadata: metadataOf(input, {}),
      spec: {
        hosts: [wish.host ?? named.host ?? "*"],
        gateways: [`${named.namespace}/${named.name}`],
        http: [
          {
            // A bare prefix `/team` would also take what is for `/team-2`.
            match: [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }],
            route: [{ destination: { host: service, port: { number: port } } }],
          },
        ],
      },
    },
  };
}

/** The Service's annotations tell what the workspace's own address follows, for those who look at the cluster without the document. */
export function followedBy(resolved: JsonObject, context: BuildContext): { readonly annotations?: JsonObject } {
  const wish = routeWish(resolved);
  if (!wish) return {};
  const followed = `${kindOfNamed(wish.type)}/${wish.name}`;
  const missing = findNamed(wish, context) === null;
  return {
    annotations: {
      [annotationKeys.follows]: followed,
      ...(missing ? { [annotationKeys.followsMissing]: followed } : {}),
    },
  };
}
