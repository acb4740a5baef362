"use client";
import { Badge, Button, Code, Group, Paper, Text, Title } from "@mantine/core";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { useTold } from "@/components/ui/told";
import type { UnmanagedDto } from "@/lib/adoption/dto";

type Props = { readonly item: UnmanagedDto; readonly onAdopt: () => void };

/** One thing that runs: what it is, what it mounts, and either the way to adopt it or why there is none. */
export function UnmanagedCard({ item, onAdopt }: Props) {
  const t = useTranslations("clusters.unmanaged");
  const told = useTold();
  const state = item.ready ? "ready" : item.running ? "not-ready" : "stopped";
  return (
    <Paper component="li" withBorder p="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ flex: "1 1 260px", minWidth: 0, overflowWrap: "anywhere" }}>
          <Group gap={6}>
            <Title order={2} fz="md">
              {item.name}
            </Title>
            <Badge color="gray" tt="none">
              {item.kind}
            </Badge>
            <Badge color={item.ready ? "teal" : "gray"} variant="light" tt="none">
              {t(`state.${state}`)}
            </Badge>
            {item.mage ? (
              <Badge variant="light" tt="none">
                Mage
              </Badge>
            ) : null}
          </Group>
          <Text fz="sm" c="dimmed">
            {[item.namespace, item.image].filter((part) => part !== null).join(" · ")}
            {item.since ? (
              <>
                {" · "}
                {t("since")} <RelativeTime at={item.since} />
              </>
            ) : null}
          </Text>
          {item.mounts.map(({ path, source }) => (
            <Text fz="sm" key={path}>
              <Code>{path}</Code> {source}
            </Text>
          ))}
          {item.obstacle ? (
            <Text fz="sm" c="var(--mantine-color-error)" mt={4}>
              {told({ message: item.obstacle, text: item.obstacle_text ?? undefined })}
            </Text>
          ) : null}
          {item.remarks.map((message, index) => (
            <Text fz="sm" key={message} mt={4}>
              {told({ message, text: item.remark_texts[index] ?? undefined })}
            </Text>
          ))}
        </div>
        {item.obstacle === null ? (
          <Button size="xs" variant="default" aria-label={t("adopt-name", { name: item.name })} onClick={onAdopt}>
            {t("adopt")}
          </Button>
        ) : null}
      </Group>
    </Paper>
  );
}
