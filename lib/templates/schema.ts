import { z } from "zod";
import { issueOf } from "@/lib/i18n/issue";
import { plain, say } from "@/lib/i18n/say";
import { patternFault, valueFault } from "./parameters";
import { parameterTypes, templateClusterTypes, templateIcons, type Parameter } from "./template";

export const templateName = z
  .string(plain("field/name-text"))
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, plain("template/name-form"))
  .refine((name) => name !== "new", plain("template/name-kept"));

const scalar = z.union([z.string(), z.number(), z.boolean()], plain("template/scalar"));
const bound = z.number(plain("template/value-number"));

/** A parameter as it is written, its name being its key. */
export const parameterSchema = z
  .strictObject(
    {
      type: z.enum(parameterTypes, plain("template/parameter-type")),
      title: z.string(plain("template/title-text")).max(60, plain("template/title-long")).nullish(),
      description: z.string(plain("field/description-text")).max(300, plain("template/description-long")).nullish(),
      required: z.boolean(plain("field/boolean")).nullish(),
      default: scalar.nullish(),
      pattern: z.string(plain("policy/pattern-text")).max(500, plain("template/pattern-long")).nullish(),
      min: bound.nullish(),
      max: bound.nullish(),
      choices: z
        .array(scalar, plain("template/choices"))
        .min(1, plain("template/choices"))
        .max(100, plain("template/choices-many"))
        .nullish(),
    },
    plain("template/parameter-map"),
  )
  .superRefine((parameter, context) => {
    const refuse = (key: string, said: Parameters<typeof issueOf>[0]) => context.addIssue(issueOf(said, [key]));
    const { type, choices, pattern, min, max } = parameter;
    if (type === "choice" && !choices) context.addIssue(issueOf(say("template/choices-missing")));
    if (type !== "choice" && choices) refuse("choices", say("template/choices-other", { type }));
    if (choices && new Set(choices).size < choices.length) refuse("choices", say("template/choices-twice"));
    if (pattern && type !== "string") refuse("pattern", say("template/pattern-other", { type }));
    const fault = pattern ? patternFault(pattern) : null;
    if (fault) refuse("pattern", fault);
    const bounded = type === "string" || type === "number";
    for (const key of ["min", "max"] as const) {
      const value = parameter[key];
      if (value === null || value === undefined) continue;
      if (!bounded) refuse(key, say("template/bound-other", { type }));
      else if (type === "string" && !(Number.isInteger(value) && value >= 0)) refuse(key, say("template/bound-length"));
    }
    if (typeof min === "number" && typeof max === "number" && min > max) refuse("max", say("template/bounds", { min }));
    if (fault || parameter.default === null || parameter.default === undefined) return;
    const wrong = valueFault(toParameter("", parameter), parameter.default);
    if (wrong) refuse("default", say("template/default", { fault: wrong }));
  });

type WrittenParameter = {
  readonly [Key in keyof Omit<Parameter, "name" | "type">]?: Parameter[Key] | null | undefined;
} & Pick<Parameter, "type">;

/** As it is used, with what was left out. */
export const toParameter = (name: string, written: WrittenParameter): Parameter => ({
  name,
  type: written.type,
  title: written.title ?? name,
  description: written.description ?? "",
  required: written.required === true,
  default: written.default ?? null,
  pattern: written.pattern ?? null,
  min: written.min ?? null,
  max: written.max ?? null,
  choices: written.choices ?? [],
});

const parameterName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, plain("template/parameter-name"));

const underlay = z.record(z.string(), z.unknown(), plain("template/document-map"));

/** A template's text. An unknown key is an error. */
export const templateSchema = z.strictObject(
  {
    name: templateName,
    title: z.string(plain("template/title-text")).max(60, plain("template/title-long")).nullish(),
    description: z.string(plain("field/description-text")).max(300, plain("template/description-long")).nullish(),
    icon: z
      .enum(templateIcons, { error: () => say("template/icon", { icons: templateIcons.join(", ") }).message })
      .nullish(),
    cluster_types: z
      .array(z.enum(templateClusterTypes, plain("template/cluster-type")), plain("template/cluster-types"))
      .min(1, plain("template/cluster-types"))
      .refine((types) => new Set(types).size === types.length, plain("template/cluster-types-twice")),
    parameters: z.record(parameterName, parameterSchema, plain("template/parameters-map")).nullish(),
    document: underlay.nullish(),
    document_on: z
      .strictObject(
        { kubernetes: underlay.nullish(), docker: underlay.nullish(), local: underlay.nullish() },
        plain("template/document-on-map"),
      )
      .nullish(),
  },
  plain("template/no-map"),
);
