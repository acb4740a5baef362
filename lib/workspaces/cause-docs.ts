import { causeTable } from "./cause";

/** docs/reference/causes.md, made from the table by `scripts/reference-docs.ts`. */
export function renderCauses(): string {
  const rows = Object.entries(causeTable).map(
    ([code, { summary, next, permanent }]) =>
      `| \`${code}\` | ${summary} | ${next} | ${permanent ? "fails" : "goes on waiting"} |`,
  );
  return [
    "# Causes",
    "",
    "Why a workspace is not what was asked. Screens, API (`cause.code`) and command line show the same. `{…}` is filled in.",
    "Made from `lib/workspaces/cause-table.ts`; do not edit by hand.",
    "",
    "| code | summary | next step | an operation that meets it |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
