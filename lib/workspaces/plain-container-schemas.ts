import type { Definitions, JsonSchema } from "./check-schema";

const text = (description: string): JsonSchema => ({ description, type: "string" });
const argv = (description: string): JsonSchema => ({
  description: `${description} A list of arguments; a text is split like a shell would, without running one.`,
  anyOf: [{ type: "array", items: { type: "string" } }, { type: "string" }],
});
const reference = (name: string, description: string): JsonSchema => ({ $ref: `#/definitions/${name}`, description });

const quantityPattern = "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$";

const quantities: JsonSchema = { type: "object", additionalProperties: { $ref: "#/definitions/Quantity" } };

export const sharedDefinitions: Definitions = {
  Quantity: {
    description: "Amount of a resource, for example 500m, 2, 512Mi or 10Gi.",
    anyOf: [{ type: "string", pattern: quantityPattern }, { type: "number" }],
  },
  Size: {
    description: "Bytes, or a number with k, m, g or Ki, Mi, Gi: 512m, 2g, 1Gi.",
    anyOf: [
      { type: "string", pattern: "^[0-9]+(\\.[0-9]+)?([bkmgtBKMGT]|[kmgtKMGT][bB]|[KMGT]i)?$" },
      { type: "integer", minimum: 0 },
    ],
  },
  Scalar: {
    description: "A text, a number, or true or false.",
    anyOf: [{ type: "string" }, { type: "number" }, { type: "boolean" }],
  },
  Resources: {
    description: "Resources in Kubernetes form.",
    type: "object",
    properties: {
      requests: { ...quantities, description: "What is reserved." },
      limits: { ...quantities, description: "The most that may be used." },
    },
    additionalProperties: false,
  },
  Environment: {
    description: "Environment variables: a map NAME: value, or a list of NAME=value.",
    anyOf: [
      { type: "object", additionalProperties: { $ref: "#/definitions/Scalar" } },
      {
        type: "array",
        items: { type: "string", pattern: "^[^=\\u0000]+(=[\\s\\S]*)?$", description: "Each entry is NAME=value." },
      },
    ],
  },
  EnvironmentItems: {
    description: "Environment variables: a list of name and value, or a map NAME: value.",
    anyOf: [
      {
        type: "array",
        items: {
          type: "object",
          required: ["name"],
          properties: { name: { type: "string" }, value: { $ref: "#/definitions/Scalar" } },
          additionalProperties: false,
        },
      },
      { $ref: "#/definitions/Environment" },
    ],
  },
  Volume: {
    description: "Where the volume is mounted, and how.",
    anyOf: [
      {
        type: "object",
        required: ["bind"],
        properties: {
          bind: { description: "Absolute path in the container.", type: "string", pattern: "^/" },
          mode: { description: "rw or ro.", type: "string", enum: ["rw", "ro"] },
        },
        additionalProperties: false,
      },
      { type: "string", pattern: "^/" },
    ],
  },
  Port: {
    description: "A port of the engine's machine: 8080, or an address with it: 127.0.0.1:8080.",
    anyOf: [{ type: "integer", minimum: 1, maximum: 65535 }, { type: "string" }],
  },
};

/** Product section 2, `container_config` on Docker: the words of Compose and of Docker's Python client. */
export const dockerContainerSchema: JsonSchema = {
  description: "The workspace's container on a Docker engine.",
  type: "object",
  properties: {
    image: text("Image, for example mageai/mageai:latest."),
    image_tag: {
      description: "Tag that replaces the one of `image`.",
      type: "string",
      pattern: "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$",
    },
    command: argv("What the container runs."),
    entrypoint: argv("Replaces the image's entry point."),
    user: {
      description: "User, or user:group, by name or number.",
      anyOf: [{ type: "string" }, { type: "integer", minimum: 0 }],
    },
    working_dir: text("Folder in which the command starts."),
    volumes: {
      description: "Host path or volume name → where it is mounted: { bind: /home/src, mode: rw }.",
      type: "object",
      additionalProperties: reference("Volume", "Where the volume is mounted, and how."),
    },
    environment: reference("Environment", "Environment variables: a map NAME: value, or a list of NAME=value."),
    public_url: {
      description: "Address under which people reach the workspace besides the gateway.",
      type: "string",
      pattern: "^https?://",
    },
    ports: {
      description: "Container port → port of the engine's machine. Loopback only, unless an address is given.",
      anyOf: [
        { type: "object", additionalProperties: { $ref: "#/definitions/Port" } },
        { type: "array", items: { anyOf: [{ type: "string" }, { type: "integer", minimum: 1, maximum: 65535 }] } },
      ],
    },
    networks: {
      description: "Networks of the engine that the container joins; they must exist.",
      type: "array",
      items: { type: "string" },
    },
    labels: {
      description: "Labels of the container.",
      type: "object",
      additionalProperties: { $ref: "#/definitions/Scalar" },
    },
    mem_limit: reference("Size", "The most memory the container may use."),
    cpus: {
      description: "CPU cores the container may use, for example 1.5.",
      anyOf: [
        { type: "number", minimum: 0 },
        { type: "string", pattern: "^[0-9]+(\\.[0-9]+)?$" },
      ],
    },
    shm_size: reference("Size", "Size of /dev/shm."),
    gpus: {
      description: "Number of GPUs, or all.",
      anyOf: [
        { type: "integer", minimum: 0 },
        { type: "string", pattern: "^(all|[0-9]+)$" },
      ],
    },
    resources: reference("Resources", "Resources in Kubernetes form; the limits become limits of the container."),
  },
  additionalProperties: false,
};

/** Product section 2, `container_config` of a local process. */
export const localContainerSchema: JsonSchema = {
  description: "The workspace's process on this machine.",
  type: "object",
  properties: {
    command: argv("What is run. {port}, {node} and {app} are replaced."),
    env: reference("EnvironmentItems", "Environment variables: a list of name and value, or a map NAME: value."),
    environment: reference("Environment", "Environment variables: a map NAME: value, or a list of NAME=value."),
    working_dir: text("Folder in which the command starts; the workspace's own folder if absent."),
    resources: reference("Resources", "Resources in Kubernetes form; limits are set where the system allows it."),
  },
  additionalProperties: false,
};
