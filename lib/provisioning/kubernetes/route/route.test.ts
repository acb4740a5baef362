import { describe, expect, test } from "vitest";
import { getIn, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../../manifest";
import type { BuildContext } from "../../provider";
import { buildKubernetes } from "../build/build";
import { gatewayFact, ingressFact } from "./read-named";
import { seenRoute, wantedRoute } from "./route";

const portalIngress = (annotations: JsonObject = {}, spec: JsonObject = {}): JsonObject => ({
  metadata: { name: "portal", namespace: "data", annotations },
  spec: {
    ingressClassName: "nginx",
    tls: [{ hosts: ["mage.example.com"], secretName: "cert" }],
    rules: [
      { host: "mage.example.com", http: { paths: [{ path: "/", pathType: "Prefix", backend: {} }] } },
      { host: "other.example.com" },
    ],
    ...spec,
  },
});

const gateway = (hosts: readonly string[], protocol = "HTTPS"): JsonObject => ({
  metadata: { name: "portal", namespace: "mesh" },
  spec: { servers: [{ port: { number: 443, protocol, name: "web" }, hosts }] },
});

const contextWith = (facts: JsonObject, name = "team"): BuildContext => ({
  workspace: { id: "w1", name, owner: "ann@example.com", revision: 1, restarts: 0 },
  names: { main: `${name}-w1`, data: `${name}-w1-data`, env: `${name}-w1-env` },
  namespace: "data",
  running: true,
  environment: [],
  facts,
});
const following = (ingress: JsonObject) => contextWith({ ingresses: [ingressFact(ingress)] });

const resolved = (rest: JsonObject = {}): JsonObject => ({
  ingress_name: "portal",
  ingress_type: "nginx",
  ingress_path_type: "ImplementationSpecific",
  container_config: { image: "mageai/mageai:1" },
  ...rest,
});

const routeOf = (document: JsonObject, context: BuildContext): Manifest => {
  const route = buildKubernetes(document, context).find(({ kind }) => kind === "Ingress" || kind === "VirtualService");
  if (!route) throw new Error("no route was built");
  return route;
};
const annotationsOf = (manifest: Manifest) => getIn(manifest.body, ["metadata", "annotations"]);

describe("the Ingress of a workspace", () => {
  test("takes host, class, TLS and annotations of the named one, and leads to the workspace's Service at /<name>", () => {
    const context = following(portalIngress({ "nginx.ingress.kubernetes.io/proxy-body-size": "0" }));
    const route = routeOf(resolved({ port: 8888 }), context);
    expect(route.name).toBe("team-w1");
    expect(route.body.spec).toEqual({
      ingressClassName: "nginx",
      tls: [{ hosts: ["mage.example.com"], secretName: "cert" }],
      rules: [
        {
          host: "mage.example.com",
          http: {
            paths: [
              {
                path: "/team",
                pathType: "ImplementationSpecific",
                backend: { service: { name: "team-w1", port: { number: 8888 } } },
              },
            ],
          },
        },
      ],
    });
    expect(annotationsOf(route)).toEqual({
      "nginx.ingress.kubernetes.io/proxy-body-size": "0",
      "berth.dev/url": "https://mage.example.com/team/",
    });
  });

  test("the path type is the one that was asked for", () => {
    const route = routeOf(resolved({ ingress_path_type: "Prefix" }), following(portalIngress()));
    expect(getIn(route.body, ["spec", "rules", 0, "http", "paths", 0, "pathType"])).toBe("Prefix");
  });

  test("leaves out what is about the named object itself: who deployed it, who renews its certificate, its rewriting", () => {
    const route = routeOf(
      resolved(),
      following(
        portalIngress({
          "kubectl.kubernetes.io/last-applied-configuration": "{}",
          "meta.helm.sh/release-name": "mage",
          "argocd.argoproj.io/tracking-id": "mage:x",
          "cert-manager.io/cluster-issuer": "letsencrypt",
          "nginx.ingress.kubernetes.io/rewrite-target": "/$1",
          "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
        }),
      ),
    );
    expect(annotationsOf(route)).toEqual({
      "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
      "berth.dev/url": "https://mage.example.com/team/",
    });
  });

  test("another host of the document takes the place of the named one's, with TLS only where a certificate covers it", () => {
    const plain = routeOf(resolved({ ingress_host: "team.example.org" }), following(portalIngress()));
    expect(getIn(plain.body, ["spec", "rules", 0, "host"])).toBe("team.example.org");
    expect(getIn(plain.body, ["spec", "tls"])).toBeUndefined();
    expect(annotationsOf(plain)).toEqual({ "berth.dev/url": "http://team.example.org/team/" });
    const wildcard = { tls: [{ hosts: ["*.example.org"], secretName: "wild" }] };
    const covered = routeOf(resolved({ ingress_host: "team.example.org" }), following(portalIngress({}, wildcard)));
    expect(annotationsOf(covered)).toEqual({ "berth.dev/url": "https://team.example.org/team/" });
  });

  test("on AWS it is tried before a catch-all of its group, reaches the pod itself, and covers what lies below its path", () => {
    const alb = "alb.ingress.kubernetes.io";
    const named = portalIngress(
      { [`${alb}/group.name`]: "data", [`${alb}/group.order`]: "5", [`${alb}/listen-ports`]: '[{"HTTPS":443}]' },
      { ingressClassName: "alb", tls: [] },
    );
    const route = routeOf(resolved({ ingress_type: "alb" }), following(named));
    expect(annotationsOf(route)).toEqual({
      [`${alb}/group.name`]: "data",
      [`${alb}/group.order`]: "4",
      [`${alb}/listen-ports`]: '[{"HTTPS":443}]',
      [`${alb}/target-type`]: "ip",
      [`${alb}/healthcheck-path`]: "/team/",
      [`${alb}/success-codes`]: "200-499",
      "berth.dev/url": "https://mage.example.com/team/",
    });
    const paths = getIn(route.body, ["spec", "rules", 0, "http", "paths"]);
    expect(Array.isArray(paths) && paths.map((entry: unknown) => getIn(entry, ["path"]))).toEqual(["/team", "/team/*"]);
    const ungrouped = following(portalIngress({}, { ingressClassName: "alb" }));
    expect(wantedRoute(resolved({ ingress_type: "alb" }), ungrouped)?.warnings[0]?.message).toContain("group.name");
  });

  test("a named Ingress in another namespace is not followed: its certificate is not here", () => {
    const elsewhere = { ...portalIngress(), metadata: { name: "portal", namespace: "other" } };
    expect(wantedRoute(resolved(), following(elsewhere))?.basePath).toBeNull();
  });
});

describe("the VirtualService of a workspace", () => {
  const istio = resolved({ ingress_type: "istio" });
  const bound = (fact: JsonObject) => contextWith({ gateways: [gatewayFact(fact)] });

  test("is bound to the named Gateway, in whatever namespace it is, and takes only what is below its own path", () => {
    const route = routeOf(istio, bound(gateway(["mesh/mage.example.com"])));
    expect(route.kind).toBe("VirtualService");
    expect(route.body.spec).toEqual({
      hosts: ["mage.example.com"],
      gateways: ["mesh/portal"],
      http: [
        {
          match: [{ uri: { exact: "/team" } }, { uri: { prefix: "/team/" } }],
          route: [{ destination: { host: "team-w1.data.svc.cluster.local", port: { number: 6789 } } }],
        },
      ],
    });
    expect(annotationsOf(route)).toEqual({ "berth.dev/url": "https://mage.example.com/team/" });
  });

  test("a Gateway for many hosts needs ingress_host for an address, and the plan says so", () => {
    const context = bound(gateway(["*.example.com"]));
    expect(wantedRoute(istio, context)?.warnings[0]?.message).toContain("set ingress_host");
    expect(annotationsOf(routeOf(istio, context))).toBeUndefined();
    const chosen = { ...istio, ingress_host: "team.example.com" };
    expect(wantedRoute(chosen, context)?.warnings).toEqual([]);
    expect(annotationsOf(routeOf(chosen, context))).toEqual({ "berth.dev/url": "https://team.example.com/team/" });
  });
});

describe("what is told about the address", () => {
  test("no ingress name: no route, no base path, nothing to say", () => {
    const none = { container_config: { image: "x" } };
    expect(wantedRoute(none, following(portalIngress()))).toBeNull();
    expect(buildKubernetes(none, following(portalIngress())).map(({ kind }) => kind)).not.toContain("Ingress");
  });

  test("a named Ingress that is not there is a warning of the plan and a problem of the workspace, not silence", () => {
    const context = contextWith({ ingresses: [] });
    const wanted = wantedRoute(resolved(), context);
    expect(wanted).toMatchObject({
      basePath: null,
      warnings: [{ message: expect.stringMatching(/^There is no Ingress portal in namespace data: .*re-add/) }],
    });
    const manifests = buildKubernetes(resolved(), context);
    expect(manifests.map(({ kind }) => kind)).not.toContain("Ingress");
    expect(seenRoute({ manifests, related: [], events: [] })).toMatchObject({
      url: null,
      problem: { message: expect.stringContaining("There is no Ingress portal in namespace data") },
    });
  });

  test("where Berth may not read Ingresses it says that, and not that there is none", () => {
    const context = contextWith({ ingresses: [], unreadable_ingresses: ["data"] });
    expect(wantedRoute(resolved(), context)?.warnings[0]?.message).toContain("Berth may not read Ingress");
  });

  test("the address is told as soon as the route is there, and that it was removed when it is not", () => {
    const manifests = buildKubernetes(resolved(), following(portalIngress()));
    const observation = { manifests, related: [], events: [] };
    expect(seenRoute(observation)).toEqual({
      url: "https://mage.example.com/team/",
      basePath: "/team",
      problem: null,
    });
    const without = { ...observation, manifests: manifests.filter(({ kind }) => kind !== "Ingress") };
    expect(seenRoute(without)?.problem?.message).toContain("Re-add its routes");
  });

  test("without a host the load balancer's own name is the address, as soon as it has one", () => {
    const context = following(portalIngress({}, { tls: [], rules: [{ http: {} }] }));
    const manifests = buildKubernetes(resolved(), context);
    expect(seenRoute({ manifests, related: [], events: [] })?.url).toBeNull();
    const served = manifests.map((manifest) =>
      manifest.kind === "Ingress"
        ? { ...manifest, body: { ...manifest.body, status: { loadBalancer: { ingress: [{ ip: "203.0.113.9" }] } } } }
        : manifest,
    );
    expect(seenRoute({ manifests: served, related: [], events: [] })?.url).toBe("http://203.0.113.9/team/");
  });
});
