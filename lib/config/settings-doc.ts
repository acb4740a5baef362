import type { Definition } from "./definition";
import { settingSections } from "./settings";

const introduction = `# Settings

<!-- Made from lib/config/settings.ts by \`npx tsx scripts/settings-doc.ts\`; a test compares them. -->

Each setting is an environment variable, or a key of the YAML file that \`BERTH_CONFIG\` names; the environment wins. An empty value counts as
not set. A wrong value stops the start with a list of every fault.

\`USER_DEFINED_VARS__ENV__<value>\` adds variables, by name or pattern, for workspaces whose final \`ENV\` is \`<value>\`. Every other name in
\`BERTH_CONFIG\` is a variable of the default cluster, which workspaces may inherit.
`;

const cell = (text: string): string => text.replaceAll("|", "\\|");

function defaultOf({ initial, initialText }: Definition<unknown>): string {
  if (initialText !== undefined) return initialText;
  if (initial === null || (Array.isArray(initial) && initial.length === 0)) return "–";
  return `\`${String(initial)}\``;
}

function row(name: string, definition: Definition<unknown>): string {
  const secret = definition.secret ? " Secret." : "";
  return `| \`${name}\` | ${cell(defaultOf(definition))} | ${cell(definition.allowed)} | ${cell(definition.docs)}${secret} |`;
}

/** docs/settings.md, whole. */
export function settingsDocument(): string {
  const sections = Object.entries(settingSections).map(([title, definitions]) =>
    [
      `## ${title}\n`,
      "| name | default | allowed | meaning |",
      "| --- | --- | --- | --- |",
      ...Object.entries(definitions).map(([name, definition]) => row(name, definition)),
    ].join("\n"),
  );
  return `${[introduction.trim(), ...sections].join("\n\n")}\n`;
}
