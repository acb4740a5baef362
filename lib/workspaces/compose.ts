import { workspaceBasePath, workspaceUrl, type GatewaySettings, type WorkspaceAddress } from "@/lib/gateway/address";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { LayerSettings } from "@/lib/layers/environment-layers";
import { asCreated, type StorageSettings } from "@/lib/layers/storage-settings";
import { resolveDocument, type ResolvedDocument, type ResolveInput } from "@/lib/layers/resolve";
import type { Adopted } from "@/lib/provisioning/adoption";
import type { Manifest } from "@/lib/provisioning/manifest";
import type { BuildContext, ObjectNames, Provider } from "@/lib/provisioning/provider";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { overrideWarnings } from "@/lib/policy/conflicts";
import type { PolicyLayers } from "@/lib/policy/layers";
import { composeEnvironment } from "@/lib/variables/compose";
import type { EnvironmentEntry } from "@/lib/variables/environment";
import type { InheritedSnapshot } from "./inherited";

export type ComposeSettings = GatewaySettings & LayerSettings;

export type EffectiveInput = {
  readonly provider: Provider;
  readonly facts: JsonObject;
  readonly settings: ComposeSettings;
  readonly name: string;
  /** The document as stored. */
  readonly document: JsonObject;
  /** What lies under it (lib/templates). */
  readonly template: ResolveInput["template"];
  /** Of a workspace that exists: those of its snapshot, unless it is to take the present ones over. */
  readonly policies: PolicyLayers;
  /** Of a workspace that exists: the settings that chose its storage. */
  readonly storage?: StorageSettings | null;
};

/** The layers folded, without the environment: what policy, access and the inherited variables are decided on. */
export function resolveEffective({
  provider,
  facts,
  settings,
  name,
  document,
  template,
  policies,
  storage = null,
}: EffectiveInput): ResolvedDocument {
  const present = asCreated(settings, facts, storage);
  return resolveDocument({
    clusterType: provider.type,
    document,
    template,
    ...present,
    workspace: { name },
    policies,
  });
}

export type ComposeInput = {
  readonly provider: Provider;
  readonly facts: JsonObject;
  readonly settings: ComposeSettings;
  readonly effective: ResolvedDocument;
  readonly inherited: InheritedSnapshot;
  readonly address: WorkspaceAddress;
  readonly workspace: BuildContext["workspace"];
  readonly names: ObjectNames;
  readonly namespace: string | null;
  readonly running: boolean;
  /** What it was taken over from: its objects keep that form. */
  readonly adopted?: Adopted | null;
};

export type Composed = {
  readonly environment: readonly EnvironmentEntry[];
  readonly manifests: readonly Manifest[];
  readonly warnings: readonly Sayable[];
};

/** Everything passes here on its way to a backend: preview, create, update and reconciler build the same objects. */
export function composeWorkspace(input: ComposeInput): Composed {
  const { provider, facts, settings, effective, inherited, address, workspace, names, namespace, running } = input;
  const port = portOf(effective.value);
  const route = provider.wantedRoute?.(effective.value, { workspace, namespace, facts }) ?? null;
  const gatewayPath = workspaceBasePath(settings, address);
  const basePath = route?.basePath ?? gatewayPath;
  const { entries: environment, warnings } = composeEnvironment({
    workspace: { name: workspace.name },
    own: {
      url: workspaceUrl(settings, address),
      basePath: basePath === "" ? null : basePath,
      port,
      namespace,
      runConfigPath: null,
    },
    variables: inherited.variables,
    settings: { WORKSPACE_ENV_PATTERN: inherited.envPattern },
    rules: new Map(),
    resolved: effective,
  });
  const context = { workspace, names, namespace, running, environment, facts };
  const built = provider.build(effective.value, context);
  const manifests = input.adopted ? inFoundForm(provider, input.adopted, effective.value, built, context) : built;
  const routeWarnings = [...(route?.warnings ?? []), ...pathWarnings(gatewayPath, route?.basePath ?? null)];
  return {
    environment,
    manifests,
    warnings: [
      // Of the storage and the annotations that the layers would choose: those of what was adopted are chosen.
      ...(input.adopted ? [] : effective.warnings),
      ...overrideWarnings(effective),
      ...warnings,
      ...routeWarnings,
      ...preStartWarnings(effective.value),
    ],
  };
}

function inFoundForm(
  provider: Provider,
  { found, resolved, environment }: Adopted,
  effective: JsonObject,
  built: readonly Manifest[],
  context: BuildContext,
): readonly Manifest[] {
  const workspace = { ...context.workspace, restarts: 0 };
  const base = provider.build(resolved, { ...context, workspace, environment, running: true });
  const configOf = ({ container_config: config }: JsonObject): JsonObject => (isObject(config) ? config : {});
  const input = { built, base, found, config: configOf(effective), baseConfig: configOf(resolved) };
  return provider.adoption ? provider.adoption.keepForm(input) : built;
}

/** Said where it is asked for: a script that does not run must not pass for one that did. */
const preStartWarnings = (effective: JsonObject): readonly Sayable[] =>
  typeof getIn(effective, ["lifecycle_config", "pre_start_script_path"]) === "string"
    ? [say("hook/pre-start-idle")]
    : [];

/** A workspace can serve under one path only. */
const pathWarnings = (gateway: string, route: string | null): readonly Sayable[] =>
  gateway === "" || route === null || gateway === route
    ? []
    : [say("route/two-paths", { gateway, route, pattern: "/{workspace}/" })];

export const portOf = (effective: JsonObject): number => (typeof effective.port === "number" ? effective.port : 6789);
