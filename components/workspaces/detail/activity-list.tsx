"use client";
import { Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { useSentences } from "@/components/workspaces/use-sentences";
import type { Cause } from "@/lib/workspaces/cause";
import type { ActivityDto } from "@/lib/workspaces/dto";
import classes from "./detail.module.css";

/** What people and the portal did with a workspace, newest first. */
export function ActivityList({ items, cause }: { items: readonly ActivityDto[]; cause: Cause | null }) {
  const t = useTranslations("workspace");
  const sentences = useSentences();
  if (items.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        {t("activity.none")}
      </Text>
    );
  }
  return (
    <Stack gap={0} component="ul" className={classes.list}>
      {items.map((item) => (
        <li key={item.id} className={classes.entry}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <Text fz="sm" style={{ overflowWrap: "anywhere" }}>
              {sentences.deed(item.message, cause)}
            </Text>
            <Text fz="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
              <RelativeTime at={item.at} />
            </Text>
          </Group>
          <Text fz="xs" c="dimmed">
            {item.actor}
          </Text>
        </li>
      ))}
    </Stack>
  );
}
