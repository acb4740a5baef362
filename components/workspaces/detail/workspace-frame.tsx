"use client";
import { Button, Stack } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { StateMessage } from "@/components/ui/state-message";
import { DriftBanner } from "@/components/workspaces/drift/drift-banner";
import { TimeBanners } from "@/components/workspaces/idle/time-banners";
import { OperationProgress } from "@/components/workspaces/progress/operation-progress";
import { ProgressEvidence } from "@/components/workspaces/progress/progress-evidence";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { CauseAlert } from "./cause-alert";
import classes from "./detail.module.css";
import { isGoing } from "./is-going";
import { PendingChanges } from "./pending-changes";
import { useWorkspace } from "./use-workspace";
import type { WorkspaceActions } from "./workspace-actions";
import { WorkspaceHeader } from "./workspace-header";

// Both bring the editor or much text with them and are fetched when they are opened.
const UpdateDialog = dynamic(() => import("@/components/workspaces/update/update-dialog"), { ssr: false });
const DeleteDialog = dynamic(() => import("@/components/workspaces/delete/delete-dialog"), { ssr: false });

const tabs = ["overview", "configuration", "secrets", "yaml", "history", "logs", "terminal", "events"] as const;
export type Tab = (typeof tabs)[number];

type Dialog = "update" | "settings" | "delete";
const isDialog = (value: string | null): value is Dialog =>
  value === "update" || value === "settings" || value === "delete";

type Props = {
  readonly initial: WorkspaceDto;
  readonly tab: Tab;
  readonly actions: WorkspaceActions;
  readonly children: (workspace: WorkspaceDto, open: (dialog: Dialog) => void) => ReactNode;
};

/** What all pages of a workspace share: header, cause, progress, tabs, and the dialogs that `?action=` opens. */
export function WorkspaceFrame({ initial, tab, actions, children }: Props) {
  const t = useTranslations("workspace");
  const { workspace, ended, deleted } = useWorkspace(initial);
  const [dialog, open, close] = useDialog();
  const { operation, may } = workspace;
  const going = isGoing(workspace);
  const shown = operation ?? (ended && ended.state !== "done" ? ended : null);

  if (deleted) {
    return (
      <StateMessage
        icon={<IconTrash size={26} />}
        title={t("deleted.title", { name: initial.name })}
        text={t("deleted.text")}
        role="status"
      >
        <Button component={Link} href="/workspaces">
          {t("deleted.back")}
        </Button>
      </StateMessage>
    );
  }
  return (
    <Stack
      gap="md"
      className={`${classes.frame} ${tab === "logs" || tab === "terminal" || tab === "yaml" ? classes.fill : ""}`}
    >
      <WorkspaceHeader
        workspace={workspace}
        operate={actions.operate}
        onUpdate={() => open("update")}
        onDelete={() => open("delete")}
      />
      <CauseAlert cause={workspace.cause} phase={workspace.phase} />
      {going ? null : <TimeBanners workspace={workspace} extend={actions.extend} onUpdate={() => open("update")} />}
      <PendingChanges
        workspace={workspace}
        operate={actions.operate}
        onUpdate={() => open("settings")}
        onTemplate={() => open("update")}
      />
      {workspace.drift && !operation && !going ? <DriftBanner workspace={workspace} actions={actions} /> : null}
      {shown ? (
        <OperationProgress
          operation={shown}
          cancel={may.operate ? actions.cancel : null}
          compact={tab !== "overview"}
          cause={workspace.cause}
        >
          {tab === "overview" && operation && !going ? <ProgressEvidence workspace={workspace} /> : null}
        </OperationProgress>
      ) : null}
      <Tabs workspace={workspace} current={tab} />
      <div className={classes.body}>{children(workspace, open)}</div>
      {may.operate && !going && (dialog === "update" || dialog === "settings") ? (
        <UpdateDialog workspace={workspace} actions={actions} withSettings={dialog === "settings"} onClose={close} />
      ) : null}
      {may.delete && !going && dialog === "delete" ? (
        <DeleteDialog workspace={workspace} actions={actions} onClose={close} />
      ) : null}
    </Stack>
  );
}

/** The open dialog is in the address, so that a link and a reload lead to it. */
function useDialog(): [Dialog | null, (dialog: Dialog) => void, () => void] {
  const path = usePathname();
  const query = useSearchParams();
  const asked = query.get("action");
  const go = (dialog: Dialog | null) => {
    const next = new URLSearchParams(query);
    if (dialog) next.set("action", dialog);
    else next.delete("action");
    // Not by the router: it would have the server render the page again, which after a delete is not there any more.
    window.history.replaceState(null, "", `${path}?${next}`);
  };
  return [isDialog(asked) ? asked : null, go, () => go(null)];
}

function Tabs({ workspace, current }: { workspace: WorkspaceDto; current: Tab }) {
  const t = useTranslations("workspace");
  const { may } = workspace;
  const visible = tabs.filter((tab) => (tab === "logs" ? may.logs : tab === "terminal" ? may.terminal : true));
  const base = `/workspaces/${workspace.name}`;
  const query = new URLSearchParams({ cluster: workspace.cluster });
  return (
    <nav className={classes.tabs} aria-label={t("tabs.label")}>
      {visible.map((tab) => (
        <Link
          key={tab}
          className={classes.tab}
          // Each would be rendered by the server for nothing, and asked for again when the workspace is gone.
          prefetch={false}
          href={`${base}${tab === "overview" ? "" : `/${tab}`}?${query}`}
          aria-current={tab === current ? "page" : undefined}
        >
          {t(`tabs.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}
