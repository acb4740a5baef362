import { Center, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = {
  icon: ReactNode;
  title: string;
  text?: ReactNode;
  children?: ReactNode;
  color?: string;
  role?: "alert" | "status";
  /** 1 where the page has no other title. */
  level?: 1 | 2;
};

/** What a page shows in place of its content: nothing there yet, not allowed, not answered. `children` are the ways on. */
export function StateMessage({ icon, title, text, children, color = "harbour", role, level = 2 }: Props) {
  return (
    <Center p="xl" mih={280} {...(role ? { role } : {})}>
      <Stack align="center" gap="sm" maw={520}>
        <ThemeIcon size={48} radius="xl" variant="light" color={color} aria-hidden>
          {icon}
        </ThemeIcon>
        <Title order={level} fz="h2" ta="center">
          {title}
        </Title>
        {text ? (
          <Text c="dimmed" ta="center" fz="sm">
            {text}
          </Text>
        ) : null}
        {children}
      </Stack>
    </Center>
  );
}
