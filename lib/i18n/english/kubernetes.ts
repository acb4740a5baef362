/** What only a Kubernetes cluster makes Berth say: addresses of its own, storage, admission. */
export const kubernetesTexts = {
  "route/no-such":
    "There is no {kind} {name} in namespace {namespace}: the workspace is served by the portal only. {way_out}",
  "route/unreadable":
    "Berth may not read {kind} objects in namespace {namespace}: the workspace is served by the portal only. {way_out}",
  "route/way-out":
    "Make the {kind} or correct ingress_name (setting WORKSPACE_INGRESS_NAME), then re-add the workspace's routes.",
  "route/no-alb-group":
    "The Ingress {name} has no annotation alb.ingress.kubernetes.io/group.name: AWS will make a load balancer of its own for this workspace. Give it a group name.",
  "route/no-host":
    "The Gateway {name} names no single host: set ingress_host so that the workspace has an address of its own.",
  "route/two-paths":
    "The workspace is served under {route} by its Ingress and under {gateway} by the portal, and can know only one path: it is told {route}, so its pages may not work through the portal. Let BERTH_WORKSPACE_URL end in {pattern}, or give each workspace a host.",
  "route/none":
    "The workspace {name} has no ingress: set ingress_name, or the setting WORKSPACE_INGRESS_NAME, and update it.",
  "route/removed":
    "The workspace's own Ingress or VirtualService is not in the cluster: it is served by the portal only. Re-add its routes.",
  "route/rest-differs":
    "Other objects differ too: a restart or an update of the workspace brings them in line, also the path that it is told.",
  "kubernetes/ingress": "The {kind} {name} that workspaces follow is there",
  "kubernetes/no-ingress":
    "There is no {kind} {name} in namespace {namespace}: workspaces have the portal's address only",
  "kubernetes/no-ingress-next":
    "Make it or correct WORKSPACE_INGRESS_NAME, then run berth re-add-workspace-routes --all.",

  "plan/would-refuse": "{object} would be refused: {reason}",
  "plan/not-proven": "The plan could not be tried on the cluster, so quota and admission are not known: {reason}",
  "plan/cluster-warns": "{object}: {warning}",

  "field/annotations": "Annotations are a map of texts.",
  "field/annotation-text": "An annotation's value is a text; put it in quotes.",
  "field/annotation-key":
    "{key} is no key of an annotation: at most 63 letters, digits, - _ and ., after a domain and a slash.",
  "field/annotation-own": "{key} is Berth's own and cannot be set.",
  "field/annotation-security":
    "{key} is an old spelling: write container_config.securityContext, which the policy judges.",
  "field/annotations-long": "All annotations together may have at most 64 KiB.",
  "plan/no-own-pod":
    "INHERIT_POD_ANNOTATIONS is on but the portal's own pod is not known: {reason}. Its annotations are not inherited.",
  "plan/not-in-a-pod": "the portal does not run in a pod of this cluster (POD_NAME or HOSTNAME, and POD_NAMESPACE)",
  "plan/pod-not-found": "there is no pod {name} in namespace {namespace}",
  "plan/pod-unreadable": "Berth may not list pods in namespace {namespace}",

  "change/storage-fixed":
    "Volumes of the storage class {name} cannot grow. {way_out} Or have allowVolumeExpansion set on the class.",
} as const;
