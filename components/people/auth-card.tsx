"use client";
import { Box, Container, Group, Paper, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconAnchor } from "@tabler/icons-react";
import type { ReactNode } from "react";

type Props = { title: string; text?: ReactNode; size?: number; tools: ReactNode; children: ReactNode };

/** The frame of the pages before signing in. `tools`: language and light or dark. */
export function AuthCard({ title, text, size = 420, tools, children }: Props) {
  return (
    <Box component="main" py={{ base: "md", sm: 56 }}>
      <Container size={size} px="md">
        <Group justify="space-between" mb="md">
          <Group gap={10}>
            <ThemeIcon size={32} aria-hidden>
              <IconAnchor size={19} />
            </ThemeIcon>
            <Text fw={700} fz="lg">
              Berth
            </Text>
          </Group>
          <Group gap="xs">{tools}</Group>
        </Group>
        <Paper withBorder p={{ base: "md", sm: "xl" }}>
          <Stack gap="md">
            <div>
              <Title order={1}>{title}</Title>
              {text ? (
                <Text c="dimmed" fz="sm" mt={4}>
                  {text}
                </Text>
              ) : null}
            </div>
            {children}
          </Stack>
        </Paper>
      </Container>
    </Box>
  );
}
