/**
 * Keys of `container_config` that belong to the pod, and their field of core/v1 PodSpec (product, section 2). Every other key is a field
 * of core/v1 Container and goes on the main container.
 */
export const podFields = {
  nodeSelector: "nodeSelector",
  affinity: "affinity",
  tolerations: "tolerations",
  volumes: "volumes",
  imagePullSecrets: "imagePullSecrets",
  priorityClassName: "priorityClassName",
  runtimeClassName: "runtimeClassName",
  schedulerName: "schedulerName",
  topologySpreadConstraints: "topologySpreadConstraints",
  hostAliases: "hostAliases",
  dnsConfig: "dnsConfig",
  dnsPolicy: "dnsPolicy",
  terminationGracePeriodSeconds: "terminationGracePeriodSeconds",
  initContainers: "initContainers",
  sidecars: "containers",
} as const;

export type PodKey = keyof typeof podFields;

/** Fields of core/v1 Container (Kubernetes 1.34). `rendered`: taken as written; the others say who decides. */
export const containerFields = {
  args: "rendered",
  command: "rendered",
  env: "from the composed environment",
  envFrom: "rendered",
  image: "rendered, with image_tag",
  imagePullPolicy: "rendered",
  lifecycle: "rendered",
  livenessProbe: "rendered",
  name: "always workspace",
  ports: "rendered, beside Berth's own",
  readinessProbe: "rendered, in place of Berth's own",
  resizePolicy: "rendered",
  resources: "rendered",
  restartPolicy: "rendered",
  restartPolicyRules: "rendered",
  securityContext: "rendered, over Berth's defaults",
  startupProbe: "rendered",
  stdin: "rendered",
  stdinOnce: "rendered",
  terminationMessagePath: "rendered",
  terminationMessagePolicy: "rendered",
  tty: "rendered",
  volumeDevices: "rendered",
  volumeMounts: "rendered, beside Berth's own",
  workingDir: "rendered",
} as const;

/** Container fields that are copied as the document has them. */
export const copiedFields: readonly string[] = Object.entries(containerFields)
  .filter(([, how]) => how === "rendered")
  .map(([field]) => field);
