import type { ClusterType } from "@/lib/provisioning/provider";
import type { JsonObject } from "@/lib/shared/json";
import type { TemplateDto } from "@/lib/workspaces/dto";

type BuiltIn = {
  readonly template: TemplateDto;
  /** Local clusters only: the program that must be found on the machine. */
  readonly program?: string;
};

/**
 * Where the server of a container listens. The image's entry point stays: Kubernetes calls what follows it `args`, Docker `command`.
 * The volume at /home/src belongs to root when it is new, so containers that write there as another user begin as root.
 */
function containers(
  card: Omit<TemplateDto, "cluster_types" | "document">,
  image: string,
  words: readonly string[],
  options: Options,
): readonly BuiltIn[] {
  const { port, health_path, root = false, variables = {} } = options;
  const kubernetes: JsonObject = {
    image,
    ...(words.length > 0 ? { args: words } : {}),
    ...(root ? { securityContext: { runAsUser: 0 } } : {}),
    ...(Object.keys(variables).length > 0
      ? { env: Object.entries(variables).map(([name, value]) => ({ name, value })) }
      : {}),
  };
  const docker: JsonObject = {
    image,
    ...(words.length > 0 ? { command: words } : {}),
    ...(root ? { user: "0" } : {}),
    ...(Object.keys(variables).length > 0 ? { environment: variables } : {}),
  };
  return [
    {
      template: {
        ...card,
        cluster_types: ["kubernetes"],
        document: { container_config: kubernetes, port, health_path },
      },
    },
    { template: { ...card, cluster_types: ["docker"], document: { container_config: docker, port, health_path } } },
  ];
}

type Options = {
  readonly port: number;
  readonly health_path: string;
  readonly root?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
};

/** In local commands the backend replaces `{node}`, `{app}` and `{port}`. */
function local(
  card: Omit<TemplateDto, "cluster_types" | "document">,
  command: readonly string[],
  health_path: string,
): TemplateDto {
  return { ...card, cluster_types: ["local"], document: { container_config: { command }, health_path } };
}

/**
 * No token, no password, any origin: behind the gateway every workspace has an origin of its own, which Jupyter cannot know, and only
 * requests that the gateway checked reach it. "Remote access" is what Jupyter calls a Host other than localhost.
 */
const jupyterOptions: readonly string[] = [
  "--ServerApp.port_retries=0",
  "--no-browser",
  "--IdentityProvider.token=",
  "--ServerApp.password=",
  "--ServerApp.allow_origin=*",
  "--ServerApp.allow_remote_access=True",
];

const notes = {
  name: "notes",
  title: "Files and notes",
  description: "A small web app for files and notes in the workspace's own folder. Needs nothing but Node.",
  icon: "notes",
};
const mage = { name: "mage", title: "Mage", description: "Data pipelines with Mage.", icon: "wand" };
const jupyterlab = {
  name: "jupyterlab",
  title: "JupyterLab",
  description: "Notebooks, consoles and terminals.",
  icon: "notebook",
};
const codeServer = {
  name: "code-server",
  title: "code-server",
  description: "Visual Studio Code in the browser.",
  icon: "code",
};
const plain = {
  name: "plain",
  title: "Plain container",
  description: "Any image that serves HTTP. Name the image and its port.",
  icon: "box",
};

const builtIn: readonly BuiltIn[] = [
  { template: local(notes, ["{node}", "{app}/notes/server.mjs"], "/") },
  ...containers(mage, "mageai/mageai:latest", [], {
    port: 6789,
    health_path: "/api/status",
    variables: { USER_CODE_PATH: "/home/src/default_repo" },
  }),
  {
    program: "mage",
    template: local(mage, ["mage", "start", "default_repo", "--host", "127.0.0.1", "--port", "{port}"], "/api/status"),
  },
  // The image's start script hands CHOWN_EXTRA to its own user and then becomes that user.
  ...containers(
    jupyterlab,
    "quay.io/jupyter/base-notebook:latest",
    ["start-notebook.py", "--ip=0.0.0.0", "--port=8888", "--ServerApp.root_dir=/home/src", ...jupyterOptions],
    { port: 8888, health_path: "/api", root: true, variables: { CHOWN_EXTRA: "/home/src" } },
  ),
  {
    program: "jupyter",
    template: local(
      jupyterlab,
      ["jupyter", "lab", "--ip=127.0.0.1", "--port={port}", "--allow-root", ...jupyterOptions],
      "/api",
    ),
  },
  ...containers(
    codeServer,
    "codercom/code-server:latest",
    ["--auth", "none", "--bind-addr", "0.0.0.0:8080", "/home/src"],
    {
      port: 8080,
      health_path: "/healthz",
      root: true,
    },
  ),
  {
    program: "code-server",
    template: local(codeServer, ["code-server", "--auth", "none", "--bind-addr", "127.0.0.1:{port}", "."], "/healthz"),
  },
  { template: { ...plain, cluster_types: ["kubernetes", "docker"], document: { container_config: {} } } },
];

/** Programs to look for on a local machine; what is found is given to `availableTemplates`. */
export const templatePrograms: readonly string[] = builtIn.flatMap((entry) => entry.program ?? []);

const speaks = (type: ClusterType) => (type === "fake" ? "kubernetes" : type);

/** Templates that can be used on a cluster of this type; local ones only when their program is there. */
export function availableTemplates(clusterType: ClusterType, foundPrograms: readonly string[]): readonly TemplateDto[] {
  return builtIn
    .filter(
      ({ template, program }) =>
        template.cluster_types.includes(speaks(clusterType)) &&
        (program === undefined || foundPrograms.includes(program)),
    )
    .map((entry) => entry.template);
}

/** All of them, whether or not their program is there: a workspace made from one must still be understood. */
export const builtInTemplates: readonly TemplateDto[] = builtIn.map((entry) => entry.template);
