"use client";
import { Badge, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { CopyIcon } from "@/components/ui/copy-button";
import type { Json } from "@/lib/shared/json";
import { splitOrigin, type ConfigurationRow } from "@/lib/workspaces/configuration-rows";
import classes from "./configuration.module.css";
import { useOriginText } from "./use-origin-text";

const colours: Readonly<Record<string, string>> = { document: "harbour", policy: "yellow", template: "grape" };

/** A table that becomes a list of cards where there is no room for four columns. */
export function ConfigurationTable({ rows }: { rows: readonly ConfigurationRow[] }) {
  const t = useTranslations("history.configuration");
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>{t("caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("field")}</th>
          <th scope="col">{t("value")}</th>
          <th scope="col">{t("origin")}</th>
          <th scope="col">{t("replaced")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.path} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: ConfigurationRow }) {
  const t = useTranslations("history.configuration");
  const originText = useOriginText();
  const [layer] = splitOrigin(row.origin);
  return (
    <tr>
      <th scope="row" className={classes.path}>
        <span>{row.path}</span>
        <CopyIcon value={row.path} label={t("copy", { path: row.path })} />
      </th>
      <td className={classes.value} data-label={t("value")}>
        {row.value === undefined ? <em>{t("removed")}</em> : <Value value={row.value} />}
      </td>
      <td data-label={t("origin")}>
        <Badge variant="light" color={colours[layer] ?? "gray"} className={classes.origin ?? ""} title={row.origin}>
          {originText(row.origin)}
        </Badge>
      </td>
      <td className={classes.value} data-label={t("replaced")} data-empty={row.replaced.length === 0 || undefined}>
        {row.replaced.map(({ layer: from, value }, index) => (
          <div key={`${from}-${index}`}>
            <Value value={value} />{" "}
            <Text span fz="xs" c="dimmed">
              {originText(from)}
            </Text>
          </div>
        ))}
      </td>
    </tr>
  );
}

/** Texts as they are, everything else as JSON: a text "1" must not look like the number. */
function Value({ value }: { value: Json }) {
  return <code>{typeof value === "string" && /^[^\d"[{]/.test(value) ? value : JSON.stringify(value)}</code>;
}
