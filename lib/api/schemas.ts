import { z } from "zod";
import { plain } from "@/lib/i18n/say";
import { exportFormats } from "@/lib/variables/export";
import { phases } from "@/lib/workspaces/phase";

/** What the REST API takes (api.md). The same schemas check requests and make the OpenAPI document. */

const flag = z.enum(["true", "false", "1", "0"]).transform((value) => value === "true" || value === "1");
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const clusterName = z.string().min(1).max(63);

export const clusterQuery = z.strictObject({
  cluster: clusterName.optional().meta({ description: "Cluster; the default cluster if absent" }),
});

export const listWorkspacesQuery = z.strictObject({
  search: z.string().max(200).optional().meta({ description: "In name, owner, description and labels" }),
  phase: z.enum(phases).optional(),
  cluster: clusterName.optional(),
  owner: z.string().max(254).optional().meta({ description: "E-mail of the owner, or `me`" }),
  label: z.string().max(200).optional().meta({ description: "`key` or `key=value`" }),
  deleted: flag.optional().meta({ description: "Those that can be restored, in place of the present ones" }),
  sort: z.enum(["name", "created_at", "last_activity_at", "phase"]).optional(),
  order: z.enum(["asc", "desc"]).optional(),
  limit: whole(1, 200).optional(),
  cursor: z.string().max(500).optional(),
  offset: whole(0, 1_000_000).optional().meta({ description: "Instead of a cursor, to jump anywhere" }),
});

export const dryRunQuery = z.strictObject({ dry_run: flag.optional(), cluster: clusterName.optional() });

export const updateBody = z.strictObject({
  document: z.record(z.string(), z.json()).optional().meta({ description: "Merge patch (RFC 7396) of the document" }),
  document_yaml: z.string().max(262_144).optional().meta({ description: "The whole new document" }),
  template_version: z
    .union([z.int().min(1), z.literal("latest")], plain("template/version-latest"))
    .optional()
    .meta({ description: "Version of its template to move to" }),
  update_workspace_settings: z.boolean().optional(),
  apply: z.enum(["now", "next-restart"]).optional(),
  plan_hash: z.string().max(200).optional(),
  message: z.string().max(500).optional(),
});

export const rollbackBody = z.strictObject({
  revision: z.number().int().min(1).meta({ description: "Whose document shall be in force again" }),
  apply: updateBody.shape.apply,
  plan_hash: updateBody.shape.plan_hash,
});

/** A week: whoever wants more switches idle stop off. */
const longestExtension = 7 * 24 * 3600;

export const extendBody = z.strictObject({
  seconds: z.int().min(60).max(longestExtension).meta({ description: "Not stopped before this time from now" }),
});

export const restoreBody = z.strictObject({
  id: z.string().max(60).optional().meta({ description: "Which one, where several deleted workspaces had this name" }),
});

export const planHashBody = z.strictObject({ plan_hash: updateBody.shape.plan_hash });

export const deleteQuery = z.strictObject({
  cluster: clusterName.optional(),
  storage: z.enum(["keep", "delete"]).optional(),
});

export const logsQuery = z.strictObject({
  cluster: clusterName.optional(),
  tail: whole(1, 10_000).optional(),
  follow: flag.optional(),
  previous: flag.optional(),
  container: z.string().max(63).optional(),
});

export const pageQuery = z.strictObject({
  cluster: clusterName.optional(),
  limit: whole(1, 200).optional(),
});

export const addClusterBody = z
  .strictObject({
    name: z.string().min(1).max(20).meta({ description: "Lower-case letters, digits and single dashes" }),
    type: z.enum(["kubernetes", "docker", "local"]),
    is_default: z.boolean().optional(),
    kubeconfig: z
      .string()
      .max(262_144)
      .optional()
      .meta({ description: "Text of a kubeconfig; sealed, never shown again" }),
    context: z.string().max(253).optional(),
    namespace: z.string().max(63).optional(),
    allowed_namespaces: z.array(z.string().max(63)).max(100).optional(),
    host: z.string().max(500).optional().meta({ description: "As DOCKER_HOST: unix:///…, tcp://…" }),
    swarm: z
      .boolean()
      .optional()
      .meta({ description: "Docker: make Swarm services instead of containers; the engine must manage a swarm" }),
    tls: z
      .strictObject({ ca: z.string().max(65_536), cert: z.string().max(65_536), key: z.string().max(65_536) })
      .optional(),
  })
  .meta({ id: "NewCluster" });

export const templatesQuery = z.strictObject({
  cluster: clusterName.optional().meta({ description: "What is offered there; the default cluster if absent" }),
  all: flag.optional().meta({ description: "Every template, hidden and deprecated ones too" }),
});

const templateText = z.string().max(262_144, plain("template/too-large"));
const templateMessage = z.string().max(500, plain("policy/message-long")).optional();

export const newTemplateBody = z.strictObject({ text: templateText, message: templateMessage });

export const templateBody = z.strictObject({
  text: templateText.optional().meta({ description: "A new version; absent: the versions stay" }),
  message: templateMessage,
  if_version: z.int().min(0).optional(),
  hidden: z.boolean().optional(),
  deprecated: z.boolean().optional(),
  redirect: z.string().max(40).nullable().optional().meta({ description: "Template to use in its place" }),
});

export const adoptBody = z.strictObject({
  kind: z
    .string()
    .min(1)
    .max(63)
    .meta({ description: "StatefulSet, Deployment, Container, as the list of unmanaged ones says" }),
  namespace: z.string().max(63).optional(),
  name: z.string().min(1).max(253),
  workspace_name: z.string().max(63).optional().meta({ description: "Absent: as near to its own as names may be" }),
  document: z.record(z.string(), z.json()).optional().meta({ description: "In place of the one that says what runs" }),
  document_yaml: z.string().max(262_144).optional(),
  owner: z.string().max(254).optional().meta({ description: "E-mail; absent: whoever adopts" }),
  plan_hash: updateBody.shape.plan_hash,
});

export const policyQuery = z.strictObject({ dry_run: flag.optional() });

export const policyBody = z.strictObject({
  text: z.string().max(262_144, plain("policy/too-large")),
  message: z.string().max(500, plain("policy/message-long")).optional(),
  if_version: z.int().min(0).optional(),
});

export const variableBody = z.strictObject({ value: z.string().max(65_536), secret: z.boolean().optional() });

export const variablesBody = z
  .strictObject({
    variables: z
      .array(
        z.strictObject({
          name: z.string().max(300),
          value: z.string().max(65_536).optional().meta({ description: "Absent: the stored one stays" }),
          secret: z.boolean().optional().meta({ description: "Absent: as it was; plain when it is new" }),
        }),
      )
      .max(2_000)
      .optional(),
    env_file: z.string().max(1_000_000).optional().meta({ description: "A .env text: each line as one more variable" }),
    env_file_secret: z.boolean().optional().meta({ description: "Whether those of env_file are secrets" }),
    remove: z.array(z.string().max(300)).max(2_000).optional(),
  })
  .meta({ id: "VariablesChange", description: "All or nothing" });

export const variablesQuery = z.strictObject({ dry_run: flag.optional() });

export const variablesShapeQuery = z.strictObject({
  format: z.enum(exportFormats).optional().meta({ description: "The plain ones as text, to be read back" }),
});

export const secretBody = z.strictObject({
  value: z.string().max(65_536).optional().meta({ description: "Absent: the stored one stays. Never read back" }),
  shared: z.boolean().optional().meta({
    description: "Offer it to all workspaces of the cluster, or withdraw it (SHARE_SECRETS_ACROSS_WORKSPACES)",
  }),
});
