"use client";
import { Alert, Code, List, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useTold } from "@/components/ui/told";
import type { PublicError } from "@/lib/shared/errors";

/** A failure in its own words, with every fault of the input and the id that leads to the log. */
export function ErrorAlert({ error }: { error: (PublicError & { readonly request_id?: string }) | null }) {
  const t = useTranslations("common");
  const told = useTold();
  if (!error) return null;
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} aria-hidden />}>
      <Text fz="sm">{told(error)}</Text>
      {error.faults && error.faults.length > 1 ? (
        <List fz="sm" mt={4}>
          {error.faults.map((fault) => (
            <List.Item key={`${fault.path}:${fault.message}`}>
              {fault.path ? <Code>{fault.path}</Code> : null} {told(fault)}
            </List.Item>
          ))}
        </List>
      ) : null}
      {error.code === "internal" && error.request_id ? (
        <Text fz="xs" c="dimmed" mt={4}>
          {t("request-id", { id: error.request_id })}
        </Text>
      ) : null}
    </Alert>
  );
}
