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
    description: plain("hover/resources"),
    type: "object",
    properties: {
      requests: { ...quantities, description: plain("hover/requests") },
      limits: { ...quantities, description: plain("hover/limits") },
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
  description: plain("hover/docker"),
  type: "object",
  properties: {
    image: text(plain("hover/image")),
    image_tag: {
      description: plain("value/image-tag"),
      type: "string",
      pattern: "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$",
    },
    command: argv(plain("hover/command")),
    entrypoint: argv(plain("hover/entrypoint")),
    user: {
      description: plain("value/user"),
      anyOf: [{ type: "string" }, { type: "integer", minimum: 0 }],
    },
    working_dir: text(plain("hover/working-folder")),
    volumes: {
      description: plain("hover/volumes"),
      type: "object",
      additionalProperties: reference("Volume", plain("value/volume")),
    },
    environment: reference("Environment", plain("value/environment")),
    public_url: {
      description: plain("value/address"),
      type: "string",
      pattern: "^(https?://)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[^\\s]*)?$",
    },
    ports: {
      description: plain("value/ports"),
      anyOf: [
        { type: "object", additionalProperties: { $ref: "#/definitions/Port" } },
        { type: "array", items: { anyOf: [{ type: "string" }, { type: "integer", minimum: 1, maximum: 65535 }] } },
      ],
    },
    networks: {
      description: plain("hover/networks"),
      type: "array",
      items: { type: "string" },
    },
    labels: {
      description: plain("hover/container-labels"),
      type: "object",
      additionalProperties: { $ref: "#/definitions/Scalar" },
    },
    mem_limit: reference("Size", plain("hover/memory")),
    cpus: {
      description: plain("value/cores"),
      anyOf: [
        { type: "number", minimum: 0 },
        { type: "string", pattern: "^[0-9]+(\\.[0-9]+)?$" },
      ],
    },
    shm_size: reference("Size", plain("hover/shared-memory")),
    gpus: {
      description: plain("value/gpus"),
      anyOf: [
        { type: "integer", minimum: 0 },
        { type: "string", pattern: "^(all|[0-9]+)$" },
      ],
    },
    resources: reference("Resources", plain("hover/resources-docker")),
    nodeSelector: {
      description: plain("hover/node-selector-docker"),
      type: "object",
      additionalProperties: { $ref: "#/definitions/Scalar" },
    },
    placement: {
      description: plain("hover/placement"),
      type: "object",
      properties: { constraints: { description: plain("hover/placement"), type: "array", items: { type: "string" } } },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

/** Product section 2, `container_config` of a local process. */
export const localContainerSchema: JsonSchema = {
  description: plain("hover/local"),
  type: "object",
  properties: {
    command: argv(plain("hover/local-command")),
    env: reference("EnvironmentItems", plain("value/environment-items")),
    environment: reference("Environment", plain("value/environment")),
    working_dir: text(plain("hover/working-folder-local")),
    resources: reference("Resources", plain("hover/resources-local")),
  },
  additionalProperties: false,
};
