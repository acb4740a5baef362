"use client";
import { Alert, Code, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { InlineCode } from "@/components/ui/inline-code";
import { useTold } from "@/components/ui/told";
import type { Fault } from "@/lib/shared/errors";

type Props = { readonly title: string; readonly faults: readonly Fault[]; readonly onSelect: (fault: Fault) => void };

/** Every fault at once; a click goes to its place. */
export function FaultList({ title, faults, onSelect }: Props) {
  const t = useTranslations("editor");
  const told = useTold();
  if (faults.length === 0) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title={title}>
      <ul style={{ margin: 0, padding: 0, listStyle: "none", maxHeight: "9rem", overflow: "auto" }}>
        {faults.map((fault) => (
          <li key={`${fault.path}:${fault.line ?? 0}:${fault.message}`}>
            <UnstyledButton py={2} onClick={() => onSelect(fault)}>
              <Text fz="sm" span td="underline" style={{ textDecorationColor: "currentcolor", textUnderlineOffset: 3 }}>
                {fault.line === undefined ? null : `${t("faults.line", { line: fault.line })}: `}
                {fault.path ? <Code>{fault.path}</Code> : null} <InlineCode text={told(fault)} />
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
