"use client";
import { Badge, Group, Stack, Text } from "@mantine/core";
import { RelativeTime } from "@/components/ui/relative-time";
import { useMessageText } from "@/components/workspaces/use-cause-text";
import type { RuntimeEventDto } from "@/lib/workspaces/dto";
import classes from "./detail.module.css";

type Props = { readonly events: readonly RuntimeEventDto[]; readonly empty: string };

/** Messages of the backend about a workspace, newest first. */
export function EventList({ events, empty }: Props) {
  const messageText = useMessageText();
  if (events.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        {empty}
      </Text>
    );
  }
  return (
    <Stack gap={0} component="ul" className={classes.list}>
      {events.map((event, index) => (
        <li key={`${event.at}-${event.reason}-${index}`} className={classes.entry}>
          <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
            <Group gap="xs">
              <Badge color={event.type === "warning" ? "orange" : "gray"}>{event.reason}</Badge>
              <Text fz="xs" c="dimmed" ff="monospace">
                {event.object}
                {event.count > 1 ? ` × ${event.count}` : ""}
              </Text>
            </Group>
            <Text fz="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
              <RelativeTime at={event.at} />
            </Text>
          </Group>
          <Text fz="sm" mt={2} style={{ overflowWrap: "anywhere" }}>
            {messageText(event.message)}
          </Text>
        </li>
      ))}
    </Stack>
  );
}
