import type { ClusterType } from "@/lib/provisioning/provider";
import type { Path } from "@/lib/shared/path";

/** Where the fields of a container stand in the document of each cluster type (product, section 2); null: that type has no such field. */
export type ContainerFields = {
  readonly image: Path | null;
  readonly pullPolicy: Path | null;
  readonly entrypoint: Path | null;
  readonly command: Path;
  readonly args: Path | null;
  readonly workingDirectory: Path;
  readonly user: Path | null;
};

const inContainer = (key: string): Path => ["container_config", key];

export function containerFields(type: ClusterType): ContainerFields {
  const docker = type === "docker";
  const kubernetes = type === "kubernetes" || type === "fake";
  return {
    image: type === "local" ? null : inContainer("image"),
    pullPolicy: kubernetes ? inContainer("imagePullPolicy") : null,
    entrypoint: docker ? inContainer("entrypoint") : null,
    command: inContainer("command"),
    args: kubernetes ? inContainer("args") : null,
    workingDirectory: inContainer(kubernetes ? "workingDir" : "working_dir"),
    user: docker ? inContainer("user") : null,
  };
}
