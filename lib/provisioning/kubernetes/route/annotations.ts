import type { NamedIngress } from "./named";

/**
 * Annotations of the named Ingress that are about that one object and not about how its host is served: who deployed it, who makes its
 * certificate, and where its own paths lead.
 */
const ofTheObjectItself = [
  /^kubectl\.kubernetes\.io\//,
  /^meta\.helm\.sh\//,
  /^argocd\.argoproj\.io\//,
  /^kustomize\.toolkit\.fluxcd\.io\//,
  /^field\.cattle\.io\//,
  /(^|\.)cert-manager\.io\//,
  /^berth\.dev\//,
  /^nginx\.ingress\.kubernetes\.io\/(rewrite-target|app-root|use-regex|default-backend|permanent-redirect|temporal-redirect|canary.*)$/,
  /^alb\.ingress\.kubernetes\.io\/(actions|conditions)\./,
];

export const sharedAnnotations = ({ annotations }: NamedIngress): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(annotations).filter(([key]) => !ofTheObjectItself.some((pattern) => pattern.test(key))),
  );

const alb = "alb.ingress.kubernetes.io";
const firstOrder = -1000;

/**
 * What a load balancer of AWS needs beside the named one's annotations. Rules are tried in `group.order`, so the workspace's come before a
 * catch-all of the named Ingress; pods are targets themselves because the Service has no node port; and a workspace is healthy with any
 * answer below 500, as its readiness probe has it, not only with the answer that the named one's service gives.
 */
export function albAnnotations(named: NamedIngress, basePath: string): Readonly<Record<string, string>> {
  const order = Number(named.annotations[`${alb}/group.order`] ?? 0);
  return {
    [`${alb}/group.order`]: String(Math.max(firstOrder, (Number.isFinite(order) ? order : 0) - 1)),
    [`${alb}/target-type`]: "ip",
    [`${alb}/healthcheck-path`]: `${basePath}/`,
    [`${alb}/success-codes`]: "200-499",
  };
}

/** Only Ingresses of one group share a load balancer. */
export const hasAlbGroup = ({ annotations }: NamedIngress): boolean => annotations[`${alb}/group.name`] !== undefined;

/** Where certificates are the load balancer's own, the Ingress names none in `tls`. */
export const albListensWithTls = ({ annotations }: NamedIngress): boolean =>
  annotations[`${alb}/certificate-arn`] !== undefined || /HTTPS/.test(annotations[`${alb}/listen-ports`] ?? "");
