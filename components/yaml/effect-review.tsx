"use client";
import { Badge, Button, Code, Group, ScrollArea, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconArrowLeft, IconDeviceFloppy } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useId, useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { useTold } from "@/components/ui/told";
import type { SubmitError } from "@/components/ui/use-submit";
import type { Fault } from "@/lib/shared/errors";
import classes from "./versioned-text.module.css";

/** One kind of what may become of a workspace, in words. */
export type EffectKind = {
  readonly kind: string;
  readonly color: string;
  readonly label: string;
  /** How many there are of it; null: it need not be told. */
  readonly count: string | null;
};

export type EffectItem = {
  readonly name: string;
  readonly cluster: string;
  readonly effect: string;
  readonly keys: readonly string[];
  readonly faults: readonly Fault[];
};

type Area = "policies" | "templates";

type Props = {
  /** Whose words it speaks. */
  readonly area: Area;
  /** The weakest first: of that one no row is shown. */
  readonly kinds: readonly EffectKind[];
  readonly items: readonly EffectItem[];
  readonly busy: boolean;
  readonly error: SubmitError | null;
  readonly onBack: () => void;
  readonly onSave: (message: string) => void;
};

/** More rows help nobody; the counts above tell the rest. */
const mostRows = 200;

/** What a text would make of every workspace, then *Save*. */
export function EffectReview({ area, kinds, items, busy, error, onBack, onSave }: Props) {
  const t = useTranslations(`${area}.review`);
  const title = useId();
  const [message, setMessage] = useState("");
  const rank = (item: EffectItem) => kinds.findIndex(({ kind }) => kind === item.effect);
  const touched = items.filter((item) => rank(item) > 0).toSorted((a, b) => rank(b) - rank(a));
  return (
    <Stack gap="md" component="section" aria-labelledby={title}>
      <Title order={2} id={title}>
        {t("title")}
      </Title>
      <Group gap="xs" role="status">
        {kinds.map(({ kind, color, count }) =>
          count === null ? null : (
            <Badge key={kind} color={color} variant="light" size="lg" tt="none">
              {count}
            </Badge>
          ),
        )}
      </Group>
      {touched.length === 0 ? (
        <Text fz="sm">{t("nothing")}</Text>
      ) : (
        <EffectTable area={area} kinds={kinds} items={touched.slice(0, mostRows)} />
      )}
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

function EffectTable({ area, kinds, items }: Pick<Props, "area" | "kinds" | "items">) {
  const t = useTranslations(`${area}.review`);
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
                <EffectBadge kind={kinds.find(({ kind }) => kind === item.effect)} />
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

const EffectBadge = ({ kind }: { kind: EffectKind | undefined }) => (
  <Badge color={kind?.color ?? "gray"} variant="light">
    {kind?.label}
  </Badge>
);
