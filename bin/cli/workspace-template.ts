import type { TemplateDetailDto } from "@/lib/templates/dto";
import type { TemplateDto } from "@/lib/workspaces/dto";
import { CliError, exitCodes, type Client } from "./client";

export type TemplateOptions = { readonly templateVersion?: string; readonly parameter?: readonly string[] };

type Change = {
  readonly template_version?: number | "latest";
  readonly document?: { readonly parameters: Readonly<Record<string, string | number | boolean>> };
};

/** What `--template-version` and `--parameter name=value` ask for; a value has the type that the template says. */
export async function templateChange(
  api: Client,
  { templateVersion: wanted, parameter: pairs = [] }: TemplateOptions,
  workspace: () => Promise<{ readonly template: string | null }>,
): Promise<Change> {
  const version: Change =
    wanted === undefined ? {} : { template_version: wanted === "latest" ? wanted : Number(wanted) };
  if (pairs.length === 0) return version;
  const { template } = await workspace();
  if (template === null) throw new CliError("The workspace is made from no template, so it has no parameters");
  const { parameters } = await api.json<TemplateDetailDto>(`/templates/${encodeURIComponent(template)}`);
  const values = pairs.map((pair) => {
    const [name = "", ...rest] = pair.split("=");
    if (rest.length === 0) throw new CliError(`--parameter ${pair}: write name=value`, exitCodes.usage);
    return [
      name,
      typed(
        parameters.find((parameter) => parameter.name === name),
        rest.join("="),
      ),
    ] as const;
  });
  return { ...version, document: { parameters: Object.fromEntries(values) } };
}

function typed(parameter: TemplateDto["parameters"][number] | undefined, text: string): string | number | boolean {
  if (parameter?.type === "choice") return parameter.choices.find((choice) => String(choice) === text) ?? text;
  if (parameter?.type === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (parameter?.type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
