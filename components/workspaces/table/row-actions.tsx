"use client";
import { ActionIcon, Button } from "@mantine/core";
import { IconDots, IconExternalLink, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { applies, type Verb } from "./operate";
import classes from "./table.module.css";

const RowMenu = dynamic(() => import("./row-menu").then((module) => module.RowMenu), { ssr: false });

type Props = {
  row: WorkspaceSummaryDto;
  tabIndex: 0 | -1;
  onVerb: (verb: Verb, rows: readonly WorkspaceSummaryDto[]) => void;
};

/** What a person most likely wants of this workspace now, and the menu with the rest. */
export function RowActions({ row, tabIndex, onVerb }: Props) {
  const t = useTranslations("workspaces");
  const [used, setUsed] = useState(false);
  const open = row.ready && row.may.open;
  const rests = row.phase === "stopped" || row.phase === "failed" || row.phase === "unknown";
  const start = rests && applies("start", row);
  const dots = (
    <ActionIcon
      variant="subtle"
      color="gray"
      tabIndex={tabIndex}
      aria-label={t("more", { name: row.name })}
      aria-haspopup="menu"
      onClick={() => setUsed(true)}
    >
      <IconDots size={16} aria-hidden />
    </ActionIcon>
  );
  return (
    <div className={classes.actions} onDoubleClick={(event) => event.stopPropagation()}>
      {open ? (
        <Button
          component="a"
          href={row.url}
          target="_blank"
          rel="noreferrer"
          title={row.url}
          aria-label={t("open-name", { name: row.name })}
          tabIndex={tabIndex}
          size="compact-sm"
          variant="light"
          leftSection={<IconExternalLink size={14} aria-hidden />}
        >
          {t("open")}
        </Button>
      ) : null}
      {start ? (
        <Button
          aria-label={t("start-name", { name: row.name })}
          tabIndex={tabIndex}
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          onClick={() => onVerb("start", [row])}
        >
          {t("verb.start")}
        </Button>
      ) : null}
      {used ? <RowMenu row={row} target={dots} onVerb={onVerb} /> : dots}
    </div>
  );
}
