import { Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { title: string; text?: string; children: ReactNode };

/** One topic of a page with several. */
export function Section({ title, text, children }: Props) {
  return (
    <Paper component="section" withBorder p="md" maw={760} w="100%">
      <Title order={2} mb={text ? 2 : "sm"}>
        {title}
      </Title>
      {text ? (
        <Text fz="sm" c="dimmed" mb="sm">
          {text}
        </Text>
      ) : null}
      {children}
    </Paper>
  );
}
