"use client";
import { List, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { MergedText } from "@/lib/workspaces/merge-texts";

/** What became of two people's changes of the same document. */
export function MergedNote({ merged: { conflicts } }: { readonly merged: MergedText }) {
  const t = useTranslations("workspace.update");
  return (
    <>
      <Text fz="sm">{t("merged")}</Text>
      {conflicts.length === 0 ? null : (
        <>
          <Text fz="sm" mt={4}>
            {t("merge-conflicts")}
          </Text>
          <List fz="sm" withPadding>
            {conflicts.map((path) => (
              <List.Item key={path}>
                <code>{path}</code>
              </List.Item>
            ))}
          </List>
        </>
      )}
    </>
  );
}
