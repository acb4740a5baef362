import type { JsonObject } from "@/lib/shared/json";
import { labelKeys } from "../../labels";
import type { Manifest } from "../../manifest";
import type { BuildContext } from "../../provider";
import { annotationKeys } from "../kinds";
import { secretData, secretDigest } from "./environment";
import { buildRoute, followedBy } from "../route/build-route";
import { objectMeta } from "./metadata";
import { podTemplate } from "./pod";
import { storageOf, type Storage } from "./storage";

/** The port of product section 2, for documents that name none. */
const defaultPort = 6789;

/**
 * The objects that a resolved document becomes: StatefulSet, Service, and when needed a claim, a Secret and an Ingress
 * or VirtualService.
 * Throws `document/invalid` when the document names no image: Berth invents none.
 */
export function buildKubernetes(resolved: JsonObject, context: BuildContext): readonly Manifest[] {
  const port = typeof resolved.port === "number" ? resolved.port : defaultPort;
  const storage = storageOf(resolved, context);
  const secret = secretOf(resolved, context);
  const route = buildRoute(resolved, port, context);
  return [
    ...(secret ? [secret] : []),
    ...(storage.claim ? [storage.claim] : []),
    serviceOf(resolved, port, context),
    statefulSetOf(resolved, storage, port, context),
    ...(route ? [route] : []),
  ];
}

const selectorOf = (context: BuildContext): JsonObject => ({ [labelKeys.workspaceId]: context.workspace.id });

function statefulSetOf(resolved: JsonObject, storage: Storage, port: number, context: BuildContext): Manifest {
  return {
    kind: "StatefulSet",
    name: context.names.main,
    body: {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: objectMeta(context.names.main, resolved, context),
      spec: {
        replicas: context.running ? 1 : 0,
        serviceName: context.names.main,
        podManagementPolicy: "Parallel",
        updateStrategy: { type: "RollingUpdate" },
        revisionHistoryLimit: 2,
        selector: { matchLabels: selectorOf(context) },
        template: podTemplate(resolved, storage, port, context),
      },
    },
  };
}

function serviceOf(resolved: JsonObject, port: number, context: BuildContext): Manifest {
  return {
    kind: "Service",
    name: context.names.main,
    body: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...objectMeta(context.names.main, resolved, context), ...followedBy(resolved, context) },
      spec: {
        type: "ClusterIP",
        selector: selectorOf(context),
        ports: [{ name: "http", port, targetPort: port, protocol: "TCP" }],
        publishNotReadyAddresses: false,
      },
    },
  };
}

/** `data`, not `stringData`: the API server keeps only the former, and a comparison with the latter would never converge. */
function secretOf(resolved: JsonObject, context: BuildContext): Manifest | null {
  const data = secretData(context.environment);
  if (Object.keys(data).length === 0) return null;
  const encoded = Object.entries(data).map(([name, value]) => [name, base64(value)] as const);
  return {
    kind: "Secret",
    name: context.names.env,
    body: {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        ...objectMeta(context.names.env, resolved, context),
        annotations: { [annotationKeys.secretDigest]: secretDigest(context.workspace.id, data) },
      },
      type: "Opaque",
      data: Object.fromEntries(encoded),
    },
  };
}

const base64 = (text: string): string =>
  btoa([...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte)).join(""));
