import {
  address,
  choice,
  dnsLabel,
  dnsName,
  email,
  flag,
  integer,
  list,
  optionalChoice,
  optionalInteger,
  optionalJson,
  optionalText,
  origin,
  quantity,
  secretText,
  text,
  type Definition,
} from "./definition";

const host = { pattern: /^[A-Za-z0-9.:-]+$/, allowed: "a host name or an IP address" };
const envPattern = { pattern: /\{workspace_name\}/, allowed: "a text with {workspace_name}" };
const paths = /^\/[^\p{Cc}]*$/u;

const portal = {
  BERTH_URL: origin(
    "Address under which browsers reach the portal. Decides whether cookies are only sent over https.",
    "`http://localhost:` and PORT",
  ),
  PORT: integer("Port that the portal listens on.", 3000, 1, 65535),
  HOST: text("Address that the portal listens on; `0.0.0.0` for all.", "127.0.0.1", host),
  BERTH_DATA_DIR: text("Folder for the embedded database, the portal's secret and local workspaces.", "./data"),
  DATABASE_URL: address("PostgreSQL 14 or newer, for production and several replicas.", ["postgresql", "postgres"], {
    secret: true,
    initialText: "embedded database in BERTH_DATA_DIR",
  }),
  BERTH_CONFIG: optionalText(
    "YAML file with settings and cluster variables of the same names; the environment wins over it. Read from the environment only.",
  ),
  BERTH_LOG_LEVEL: choice(
    "Least severe log lines to write.",
    ["trace", "debug", "info", "warn", "error", "silent"],
    "info",
  ),
  BERTH_METRICS_TOKEN: secretText(
    "Bearer token for `/metrics` from other machines; without it only loopback may read.",
    16,
  ),
} as const;

const people = {
  BERTH_SECRET: {
    ...secretText("Signs sessions and seals stored secrets. The same on every replica.", 32),
    initialText: "made once, kept in BERTH_DATA_DIR",
  },
  BERTH_SECRET_PREVIOUS: list(
    "Earlier values of BERTH_SECRET, which may still open what they sealed.",
    /[\s,]+/,
    "values of at least 32 characters, separated by commas",
    /^.{32,}$/,
    {
      secret: true,
    },
  ),
  BERTH_OWNER_EMAIL: optionalText(
    "Makes the first owner without the set-up link, together with BERTH_OWNER_PASSWORD.",
    email,
  ),
  BERTH_OWNER_PASSWORD: secretText("Password of that owner; only read while there is no owner.", 12),
  BERTH_BOOTSTRAP_TOKEN: secretText("API token with all rights of an owner, for automation.", 32),
  BERTH_OIDC_ISSUER: address("OpenID Connect issuer for sign-in.", ["https", "http"]),
  BERTH_OIDC_CLIENT_ID: optionalText("Client id at that issuer."),
  BERTH_OIDC_CLIENT_SECRET: secretText("Client secret at that issuer.", 1),
  BERTH_OIDC_GROUPS_CLAIM: text("Claim that holds a person's groups.", "groups"),
  BERTH_OIDC_ROLE_MAP: list(
    "Roles by group, such as `data-admins=admin,analysts=editor`.",
    /\s*,\s*/,
    "pairs group=role, role one of owner, admin, editor, viewer",
    /^[^=]+=(owner|admin|editor|viewer)$/,
  ),
} as const;

const clusters = {
  CLUSTER_TYPE: optionalChoice(
    "Type of the default cluster.",
    ["kubernetes", "docker", "local"],
    "`kubernetes` inside a cluster or with KUBECONFIG, `docker` with DOCKER_HOST, else `local` where that is allowed",
  ),
  BERTH_DEPLOYMENT: choice(
    "`managed`: without USER_DEFINED_VARS all of a cluster's variables are inherited; `self-hosted`: none.",
    ["self-hosted", "managed"],
    "self-hosted",
  ),
  BERTH_ALLOW_LOCAL: flag(
    "Offer local clusters although HOST is not loopback: their processes run as the portal's own user.",
    false,
  ),
  BERTH_HOOKS_DIR: optionalText("Folder with scripts that workspaces may name in `lifecycle_config`.", {
    pattern: paths,
    allowed: "an absolute path",
  }),
  BERTH_DOCKER_BIND_ROOTS: list(
    "Folders below which Docker workspaces may mount host paths.",
    /[:,]/,
    "absolute paths, separated by : or ,",
    paths,
  ),
  KUBECONFIG: optionalText("Kubeconfig file of the default cluster; inside a cluster the pod's own account serves."),
  KUBE_NAMESPACE: optionalText("Namespace for workspaces.", dnsLabel),
  KUBE_SERVICE_ACCOUNT_NAME: optionalText(
    "Service account of workspaces that name none; without it no token is mounted.",
    dnsName,
  ),
  KUBE_STORAGE_CLASS_NAME: optionalText("Storage class where WORKSPACE_STORAGE_CLASS is not set.", dnsName),
  DOCKER_HOST: address("Docker engine of the default cluster.", ["unix", "tcp", "http", "https"], {
    initialText: "`unix:///var/run/docker.sock`",
  }),
  DOCKER_TLS_VERIFY: flag("Check the engine's certificate against DOCKER_CERT_PATH.", false),
  DOCKER_CERT_PATH: optionalText("Folder with ca.pem, cert.pem and key.pem."),
  DOCKER_SWARM_MODE: flag("Make Swarm services instead of containers.", false),
} as const;

const workspaces = {
  BERTH_WORKSPACE_URL: optionalText(
    "Address pattern of workspaces, such as `https://{workspace}.apps.example.com`. Never the portal's own origin.",
    {
      pattern: /^https?:\/\/\S*\{workspace\}\S*$/,
      allowed: "an http or https address with {workspace}",
    },
    { initialText: "`http://{workspace}.localhost:PORT` while BERTH_URL is on localhost" },
  ),
  INHERIT_ENV_VARS: flag("Workspaces inherit variables of their cluster.", false),
  USER_DEFINED_VARS: optionalText(
    "Names or patterns of the variables to inherit, separated by commas; `/…/` is a regular expression.",
  ),
  WORKSPACE_ENV_PATTERN: optionalText("Sets `ENV` of each workspace, such as `dev_{workspace_name}`.", envPattern),
  SHARE_SECRETS_ACROSS_WORKSPACES: flag(
    "A secret made in one workspace can be offered to all of the cluster by its owner.",
    false,
  ),
  WORKSPACE_DEFAULT_CONFIG_PATH: optionalText("YAML file with the workspace policy: defaults and limits."),
  WORKSPACE_DEFAULT_RESOURCE_REQUESTS_CPU: optionalText("CPU request of workspaces that set none.", quantity),
  WORKSPACE_DEFAULT_RESOURCE_REQUESTS_MEMORY: optionalText("Memory request of workspaces that set none.", quantity),
  WORKSPACE_DEFAULT_RESOURCE_LIMITS_CPU: optionalText("CPU limit of workspaces that set none.", quantity),
  WORKSPACE_DEFAULT_RESOURCE_LIMITS_MEMORY: optionalText("Memory limit of workspaces that set none.", quantity),
  WORKSPACE_INGRESS_NAME: optionalText(
    "Ingress or Gateway whose host, class and TLS the workspaces' own ingresses take.",
    dnsName,
    { initialText: "MAGE_CLUSTER_UUID" },
  ),
  WORKSPACE_INGRESS_TYPE: choice("Ingress controller.", ["nginx", "alb", "istio"], "nginx"),
  WORKSPACE_INGRESS_PATH_TYPE: optionalChoice(
    "Path type of ingress rules.",
    ["ImplementationSpecific", "Prefix"],
    "as the ingress controller needs it",
  ),
  MAGE_CLUSTER_UUID: optionalText("Name of the Ingress where WORKSPACE_INGRESS_NAME is not set.", dnsName),
  WORKSPACE_STORAGE_CLASS: optionalText("Storage class of workspaces.", dnsName, {
    initialText: "`efs-sc-us-west-2` where it exists, else the cluster's default class",
  }),
  WORKSPACE_PVC_NAME: optionalText(
    "One PersistentVolumeClaim shared by all workspaces; needs WORKSPACE_PVC_SUBPATH_PREFIX.",
    dnsName,
  ),
  WORKSPACE_PVC_SUBPATH_PREFIX: optionalText("Folder in the shared claim, below which each workspace has its own.", {
    pattern: /^(?!.*(^|\/)\.\.(\/|$))[^/\p{Cc}][^\p{Cc}]*$/u,
    allowed: "a relative path without ..",
  }),
  INHERIT_POD_ANNOTATIONS: flag("Put the annotations of the portal's own pod on workspace pods.", false),
} as const;

const runs = {
  K8S_CONFIG_FILE: optionalText("YAML file with the full configuration of run Jobs."),
  K8S_DEFAULT_CONFIG_PATH: optionalText("YAML file with the run policy: defaults and limits."),
  MAGE_CONTAINER_NAME: optionalText(
    "Container of a pod with several that a run takes its image and variables from.",
    dnsLabel,
  ),
  K8S_EXECUTOR_DEFAULT_RESOURCE_REQUESTS_CPU: text("CPU request of runs that set none.", "250m", quantity),
  K8S_EXECUTOR_DEFAULT_RESOURCE_REQUESTS_MEMORY: text("Memory request of runs that set none.", "512Mi", quantity),
  K8S_EXECUTOR_DEFAULT_RESOURCE_LIMITS_CPU: text("CPU limit of runs that set none.", "500m", quantity),
  K8S_EXECUTOR_DEFAULT_RESOURCE_LIMITS_MEMORY: text("Memory limit of runs that set none.", "1Gi", quantity),
  K8S_EXECUTOR_DEFAULT_SERVICE_ACCOUNT_NAME: text("Service account of runs that name none.", "default", dnsName),
  K8S_EXECUTOR_MAX_RESOURCE_REQUESTS_CPU: optionalText("Most CPU that a run may request.", quantity),
  K8S_EXECUTOR_MAX_RESOURCE_REQUESTS_MEMORY: optionalText("Most memory that a run may request.", quantity),
  K8S_EXECUTOR_MAX_RESOURCE_LIMITS_CPU: optionalText("Highest CPU limit of a run.", quantity),
  K8S_EXECUTOR_MAX_RESOURCE_LIMITS_MEMORY: optionalText("Highest memory limit of a run.", quantity),
  ZENML_SERVER_WORKLOAD_MANAGER_IMPLEMENTATION_SOURCE: optionalText(
    "Workload manager class: chooses kubernetes, aws or gcp behaviour.",
  ),
  ZENML_SERVER_MAX_CONCURRENT_TEMPLATE_RUNS: integer(
    "Runs of snapshots at the same time; the others wait.",
    2,
    1,
    10_000,
  ),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_NAMESPACE: optionalText("Namespace of runner Jobs; must exist.", dnsLabel),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_SERVICE_ACCOUNT: optionalText(
    "Service account of runner Jobs; must exist.",
    dnsName,
  ),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_BUILD_RUNNER_IMAGE: flag("Build runner images in the cluster.", false),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_DOCKER_REGISTRY: optionalText("Registry for built runner images."),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_RUNNER_IMAGE: optionalText("Runner image to use instead of a built one."),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_ENABLE_EXTERNAL_LOGS: flag("Keep logs of runs in the bucket.", false),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_POD_RESOURCES: optionalJson("Resources of runner pods.", "object"),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_TTL_SECONDS_AFTER_FINISHED: integer(
    "Seconds until a finished Job is removed.",
    172_800,
    0,
    31_536_000,
  ),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_NODE_SELECTOR: optionalJson("Node selector of runner pods.", "object"),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_TOLERATIONS: optionalJson("Tolerations of runner pods.", "array"),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_JOB_BACKOFF_LIMIT: optionalInteger("Retries of runner Jobs.", 0, 1_000),
  ZENML_KUBERNETES_WORKLOAD_MANAGER_POD_FAILURE_POLICY: optionalJson("Pod failure policy of runner Jobs.", "object"),
  ZENML_AWS_KUBERNETES_WORKLOAD_MANAGER_BUCKET: optionalText("S3 bucket and folder for logs of runs.", {
    pattern: /^s3:\/\/\S+$/,
    allowed: "s3://bucket/folder",
  }),
  ZENML_AWS_KUBERNETES_WORKLOAD_MANAGER_REGION: optionalText("AWS region of bucket and registry."),
} as const;

/** Every setting of product section 9, by section of docs/settings.md. */
export const settingSections = {
  Portal: portal,
  "People and secrets": people,
  Clusters: clusters,
  Workspaces: workspaces,
  Runs: runs,
} as const satisfies Record<string, Readonly<Record<string, Definition<unknown>>>>;

export const definitions = { ...portal, ...people, ...clusters, ...workspaces, ...runs } as const;

export type SettingName = keyof typeof definitions;

export const settingNames = Object.keys(definitions) as readonly SettingName[];

/** What the table alone says: `null` where a setting is not set and has no fixed default. */
export type ReadSettings = {
  readonly [Name in SettingName]: (typeof definitions)[Name] extends Definition<infer T> ? T : never;
};

/** Settings with everything that follows from others filled in. */
export type Settings = Omit<ReadSettings, "BERTH_URL"> & {
  readonly BERTH_URL: string;
  /** Values of `USER_DEFINED_VARS__ENV__<value>` by `<value>`: names or patterns of variables. */
  readonly userDefinedVarsByEnv: Readonly<Record<string, string>>;
  /** Variables of the default cluster that workspaces may inherit: no settings, no credentials of the portal, nothing of its process. */
  readonly clusterVariables: Readonly<Record<string, string>>;
  /** Names of those that come from the file of BERTH_CONFIG. */
  readonly clusterVariablesOfFile: readonly string[];
};
