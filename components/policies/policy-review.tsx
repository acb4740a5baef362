"use client";
import { Badge, Button, Code, Group, ScrollArea, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconArrowLeft, IconDeviceFloppy } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { useTold } from "@/components/ui/told";
import type { SubmitError } from "@/components/ui/use-submit";
import { policyEffects, type PolicyEffect, type PolicyEffectDto } from "@/lib/policy/dto";
import classes from "./policies.module.css";

type Props = {
  readonly effect: PolicyEffectDto;
  readonly busy: boolean;
  readonly error: SubmitError | null;
  readonly onBack: () => void;
  readonly onSave: (message: string) => void;
};

/** More rows help nobody; the counts above tell the rest. */
const mostRows = 200;

const colors: Readonly<Record<PolicyEffect, string>> = {
  unaffected: "gray",
  defaults: "harbour",
  overridden: "yellow",
  refused: "red",
};

/** What the policy would make of every workspace at its next start, then *Save*. */
export function PolicyReview({ effect, busy, error, onBack, onSave }: Props) {
  const t = useTranslations("policies.review");
  const [message, setMessage] = useState("");
  const touched = effect.items
    .filter((item) => item.effect !== "unaffected")
    .toSorted((a, b) => policyEffects.indexOf(b.effect) - policyEffects.indexOf(a.effect));
  return (
    <Stack gap="md" component="section" aria-labelledby="policy-review">
      <Title order={2} id="policy-review">
        {t("title")}
      </Title>
      <Group gap="xs" role="status">
        {policyEffects
          .filter((kind) => effect.counts[kind] > 0)
          .map((kind) => (
            <Badge key={kind} color={colors[kind]} variant="light" size="lg" tt="none">
              {t(`count.${kind}`, { count: effect.counts[kind] })}
            </Badge>
          ))}
      </Group>
      {touched.length === 0 ? <Text fz="sm">{t("nothing")}</Text> : <EffectTable items={touched.slice(0, mostRows)} />}
      {touched.length > mostRows ? (
        <Text fz="sm" c="dimmed">
          {t("more", { count: touched.length - mostRows })}
        </Text>
      ) : null}
      <TextInput
        label={t("message")}
        placeholder={t("message-example")}
        maxLength={500}
        value={message}
        onChange={(event) => setMessage(event.currentTarget.value)}
      />
      <ErrorAlert error={error} />
      <Group justify="space-between">
        <Button variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onBack}>
          {t("back")}
        </Button>
        <Button
          loading={busy}
          leftSection={<IconDeviceFloppy size={16} aria-hidden />}
          onClick={() => onSave(message.trim())}
        >
          {t("save")}
        </Button>
      </Group>
    </Stack>
  );
}

function EffectTable({ items }: { items: PolicyEffectDto["items"] }) {
  const t = useTranslations("policies.review");
  const told = useTold();
  return (
    <ScrollArea.Autosize mah="50dvh" viewportProps={{ tabIndex: 0, "aria-label": t("table"), role: "region" }}>
      <Table className={classes.effects} verticalSpacing="xs" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("column.workspace")}</Table.Th>
            <Table.Th>{t("column.effect")}</Table.Th>
            <Table.Th>{t("column.what")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={`${item.cluster}/${item.name}`}>
              <Table.Td>
                <Link href={`/workspaces/${item.name}?${new URLSearchParams({ cluster: item.cluster })}`}>
                  {item.name}
                </Link>
                <Text fz="xs" c="dimmed">
                  {item.cluster}
                </Text>
              </Table.Td>
              <Table.Td>
                <Badge color={colors[item.effect]} variant="light">
                  {t(`effect.${item.effect}`)}
                </Badge>
              </Table.Td>
              <Table.Td>
                {item.faults.length > 0
                  ? item.faults.map((fault) => (
                      <Text fz="sm" key={`${fault.path}:${fault.message}`}>
                        <Code>{fault.path}</Code> {told(fault)}
                      </Text>
                    ))
                  : item.keys.map((key) => (
                      <Text fz="sm" key={key}>
                        <Code>{key}</Code>
                      </Text>
                    ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
