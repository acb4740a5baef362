"use client";
import { Alert, Code, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { InlineCode } from "@/components/ui/inline-code";
import { RelativeTime } from "@/components/ui/relative-time";
import { useTold } from "@/components/ui/told";
import { YamlEditor } from "@/components/yaml/lazy";
import type { PolicyFileDto } from "@/lib/policy/dto";
import classes from "./policies.module.css";

/** What WORKSPACE_DEFAULT_CONFIG_PATH says: to be read here, changed where it lies. */
export function PolicyFile({ file }: { file: PolicyFileDto | null }) {
  const t = useTranslations("policies.file");
  const told = useTold();
  return (
    <Stack gap="sm" component="section" aria-labelledby="policy-file">
      <Title order={2} id="policy-file">
        {t("title")}
      </Title>
      {file === null ? (
        <Text fz="sm" c="dimmed">
          <InlineCode text={t("none")} />
        </Text>
      ) : (
        <>
          <Text fz="sm" style={{ overflowWrap: "anywhere" }}>
            <Code>{file.path}</Code> · <RelativeTime at={file.read_at} />
          </Text>
          {file.faults.length > 0 ? (
            <Alert color="red" title={t("broken")} icon={<IconAlertTriangle size={18} aria-hidden />}>
              {file.faults.map((fault) => (
                <Text fz="sm" key={`${fault.path}:${fault.message}`}>
                  {fault.line === undefined ? null : `${t("line", { line: fault.line })}: `}
                  {fault.path ? <Code>{fault.path}</Code> : null} {told(fault)}
                </Text>
              ))}
            </Alert>
          ) : null}
          <div className={classes.file}>
            <YamlEditor value={file.text} label={t("label")} schemaFor={null} readOnly />
          </div>
        </>
      )}
    </Stack>
  );
}
