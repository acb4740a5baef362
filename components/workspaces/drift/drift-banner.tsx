"use client";
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowsDiff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";
import { readApi, workspacePath } from "@/components/workspaces/detail/read-api";
import type { WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import type { DriftDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";
import { DriftList } from "./drift-list";

const DriftDialog = dynamic(() => import("./drift-dialog"), { ssr: false });

/** What somebody changed behind Berth's back, and the two ways to deal with it. */
export function DriftBanner({ workspace, actions }: { workspace: WorkspaceDto; actions: WorkspaceActions }) {
  const t = useTranslations("history.drift");
  const network = useTranslations("common")("network");
  const { name, cluster, may } = workspace;
  const [answer, setAnswer] = useState<"accept" | "revert" | null>(null);
  const { data, error } = useQuery({
    queryKey: workspaceKeys.part(cluster, name, "drift"),
    queryFn: ({ signal }) => readApi<{ items: DriftDto[] }>(workspacePath(workspace, "/drift"), signal),
  });
  const items = data?.items ?? [];
  return (
    <Alert color="yellow" icon={<IconArrowsDiff size={18} aria-hidden />} title={t("title")} role="status">
      <Stack gap="sm">
        <Text fz="sm">{error ? error.message || network : t("text")}</Text>
        {items.length > 0 ? <DriftList items={items} /> : null}
        {may.operate ? (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => setAnswer("revert")}>
              {t("revert")}
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={items.every(({ field }) => field === null)}
              onClick={() => setAnswer("accept")}
            >
              {t("accept")}
            </Button>
          </Group>
        ) : null}
      </Stack>
      {answer ? (
        <DriftDialog workspace={workspace} actions={actions} answer={answer} onClose={() => setAnswer(null)} />
      ) : null}
    </Alert>
  );
}
