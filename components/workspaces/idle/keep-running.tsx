"use client";
import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { useExtend, type ExtendAction } from "./use-extend";

const choices = { "1h": 3_600, "4h": 14_400, "8h": 28_800, "24h": 86_400 } as const;
const names = ["1h", "4h", "8h", "24h"] as const;

/** "Keep running for …". */
export function KeepRunning({ workspace, extend }: { workspace: WorkspaceDto; extend: ExtendAction }) {
  const t = useTranslations("idle");
  const { busy, keep } = useExtend(extend);
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" loading={busy} rightSection={<IconChevronDown size={14} aria-hidden />}>
          {t("keep-for")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {names.map((name) => (
          <Menu.Item key={name} onClick={() => void keep(workspace, choices[name])}>
            {t(`for.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
