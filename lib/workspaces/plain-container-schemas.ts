import { plain } from "@/lib/i18n/say";
import type { Definitions, JsonSchema } from "./check-schema";

const text = (description: string): JsonSchema => ({ description, type: "string" });
const argv = (description: string): JsonSchema => reference("Arguments", `${description} ${plain("value/arguments")}`);
const reference = (name: string, description: string): JsonSchema => ({ $ref: `#/definitions/${name}`, description });

const quantityPattern = "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$";

const quantities: JsonSchema = { type: "object", additionalProperties: { $ref: "#/definitions/Quantity" } };

export const sharedDefinitions: Definitions = {
  Quantity: {
    description: plain("value/quantity"),
    anyOf: [{ type: "string", pattern: quantityPattern }, { type: "number" }],
  },
  Size: {
    description: plain("value/bytes"),
    anyOf: [
      { type: "string", pattern: "^[0-9]+(\\.[0-9]+)?([bkmgtBKMGT]|[kmgtKMGT][bB]|[KMGT]i)?$" },
      { type: "integer", minimum: 0 },
    ],
  },
  Arguments: {
    description: plain("value/arguments"),
    anyOf: [{ type: "array", items: { type: "string" } }, { type: "string" }],
  },
  Scalar: {
    description: plain("value/scalar"),
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
    description: plain("value/environment"),
    anyOf: [
      { type: "object", additionalProperties: { $ref: "#/definitions/Scalar" } },
      {
        type: "array",
        items: { type: "string", pattern: "^[^=\\u0000]+(=[\\s\\S]*)?$", description: plain("value/environment-item") },
      },
    ],
  },
  EnvironmentItems: {
    description: plain("value/environment-items"),
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
    description: plain("value/volume"),
    anyOf: [
      {
        type: "object",
        required: ["bind"],
        properties: {
          bind: { description: plain("value/container-path"), type: "string", pattern: "^/" },
          mode: { description: plain("value/volume-mode"), type: "string", enum: ["rw", "ro"] },
        },
        additionalProperties: false,
      },
      { type: "string", pattern: "^/" },
    ],
  },
  Port: {
    description: plain("value/engine-port"),
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
      description: plain("value/image-tag"),
      type: "string",
      pattern: "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$",
    },
    command: argv("What the container runs."),
    entrypoint: argv("Replaces the image's entry point."),
    user: {
      description: plain("value/user"),
      anyOf: [{ type: "string" }, { type: "integer", minimum: 0 }],
    },
    working_dir: text("Folder in which the command starts."),
    volumes: {
      description: "Host path or volume name → where it is mounted: { bind: /home/src, mode: rw }.",
      type: "object",
      additionalProperties: reference("Volume", plain("value/volume")),
    },
    environment: reference("Environment", plain("value/environment")),
    public_url: {
      description: plain("value/address"),
      type: "string",
      pattern: "^https?://",
    },
    ports: {
      description: plain("value/ports"),
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
      description: plain("value/cores"),
      anyOf: [
        { type: "number", minimum: 0 },
        { type: "string", pattern: "^[0-9]+(\\.[0-9]+)?$" },
      ],
    },
    shm_size: reference("Size", "Size of /dev/shm."),
    gpus: {
      description: plain("value/gpus"),
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
    env: reference("EnvironmentItems", plain("value/environment-items")),
    environment: reference("Environment", plain("value/environment")),
    working_dir: text("Folder in which the command starts; the workspace's own folder if absent."),
    resources: reference("Resources", "Resources in Kubernetes form; limits are set where the system allows it."),
  },
  additionalProperties: false,
};
