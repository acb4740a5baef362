import type { MountSettings, PortConfig } from "dockerode";

/** The parts of Swarm's answers that are read here; dockerode's types call all of them `any`. Absent: Swarm leaves out what is empty. */
export type ServiceAnswer = {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly UpdatedAt: string;
  readonly Spec: {
    readonly Name: string;
    readonly Labels?: Readonly<Record<string, string>>;
    readonly TaskTemplate: TaskTemplate;
    readonly Mode?: { readonly Replicated?: { readonly Replicas?: number } };
    readonly EndpointSpec?: { readonly Ports?: readonly PortConfig[] };
  };
};

type Amounts = { readonly NanoCPUs?: number; readonly MemoryBytes?: number };

export type TaskTemplate = {
  readonly ContainerSpec?: {
    readonly Image?: string;
    readonly Command?: readonly string[];
    readonly Args?: readonly string[];
    readonly User?: string;
    readonly Dir?: string;
    readonly Env?: readonly string[];
    readonly Mounts?: readonly MountSettings[];
    readonly Secrets?: readonly { readonly SecretName?: string }[];
  };
  readonly Resources?: {
    readonly Limits?: Amounts;
    readonly Reservations?: Amounts & {
      readonly GenericResources?: readonly { readonly DiscreteResourceSpec?: { readonly Value?: number } }[];
    };
  };
  readonly Placement?: { readonly Constraints?: readonly string[] };
  readonly Networks?: readonly { readonly Target?: string }[];
  readonly ForceUpdate?: number;
};

export type TaskAnswer = {
  readonly ID: string;
  readonly CreatedAt: string;
  readonly Spec: TaskTemplate;
  readonly ServiceID: string;
  readonly NodeID?: string;
  readonly DesiredState: string;
  readonly Status: {
    readonly Timestamp: string;
    readonly State: string;
    readonly Err?: string;
    readonly ContainerStatus?: { readonly ContainerID?: string; readonly ExitCode?: number };
    readonly PortStatus?: { readonly Ports?: readonly PortConfig[] };
  };
};

export type NodeAnswer = {
  readonly ID: string;
  readonly Spec: { readonly Availability?: string; readonly Labels?: Readonly<Record<string, string>> };
  readonly Description: { readonly Hostname: string; readonly Resources: Amounts };
  readonly Status: { readonly State: string; readonly Addr?: string };
};
