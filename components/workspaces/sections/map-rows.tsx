"use client";
import { TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { isObject } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { useDocumentForm } from "./document-form";
import { CommitInput, Row, Rows } from "./rows";
import { freeName, showScalar } from "./values";

type Props = {
  readonly path: Path;
  readonly label: string;
  readonly description?: string;
  readonly addLabel: string;
  readonly newKey: string;
};

/** A map of texts to texts: labels, node selectors. */
export function MapRows({ path, label, description, addLabel, newKey }: Props) {
  const t = useTranslations("editor");
  const form = useDocumentForm();
  const map = form.get(path);
  const entries = isObject(map) ? Object.entries(map) : [];
  const keys = entries.map(([key]) => key);
  return (
    <Rows
      label={label}
      {...(description ? { description } : {})}
      addLabel={addLabel}
      onAdd={() => form.edit([{ path: [...path, freeName(newKey, keys, "-")], value: "" }])}
    >
      {entries.map(([key, value], index) => (
        <Row
          key={index}
          removeLabel={t("row.remove", { name: key })}
          onRemove={() => form.edit([{ path: [...path, key], value: undefined }])}
        >
          <CommitInput
            value={key}
            label={t("row.key", { number: index + 1 })}
            error={form.faultAt([...path, key])}
            onCommit={(next) => {
              if (!keys.includes(next))
                form.edit([{ path, value: Object.fromEntries(entries.map(([k, v]) => [k === key ? next : k, v])) }]);
            }}
          />
          <TextInput
            flex={1}
            aria-label={t("row.value", { name: key })}
            value={showScalar(value)}
            onChange={(event) => form.edit([{ path: [...path, key], value: event.currentTarget.value }])}
          />
        </Row>
      ))}
    </Rows>
  );
}
