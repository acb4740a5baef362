"use client";
import { Button, Skeleton } from "@mantine/core";
import { IconLock, IconPlayerStop, IconTerminal2 } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { LogViewer } from "@/components/logs/log-viewer";
import { TerminalScreen } from "@/components/terminal/lazy";
import { StateMessage } from "@/components/ui/state-message";
import { useOperate } from "@/components/workspaces/table/use-operate";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { EventsView } from "./events-view";
import { isGoing } from "./is-going";
import { Overview } from "./overview";
import { workspacePath } from "./read-api";
import type { WorkspaceActions } from "./workspace-actions";
import { WorkspaceFrame } from "./workspace-frame";

// The draft of a document is read from the tab's session, so this view exists in the browser only.
const YamlView = dynamic(() => import("./yaml-view"), { ssr: false, loading: () => <Skeleton h={360} radius="md" /> });

type Props = { readonly workspace: WorkspaceDto; readonly actions: WorkspaceActions };

export function OverviewPage({ workspace, actions }: Props) {
  return (
    <WorkspaceFrame initial={workspace} tab="overview" actions={actions}>
      {(live) => <Overview workspace={live} extend={actions.extend} />}
    </WorkspaceFrame>
  );
}

export function YamlPage({ workspace, actions }: Props) {
  return (
    <WorkspaceFrame initial={workspace} tab="yaml" actions={actions}>
      {(live) => <YamlView workspace={live} actions={actions} />}
    </WorkspaceFrame>
  );
}

export function LogsPage({ workspace, actions }: Props) {
  return (
    <WorkspaceFrame initial={workspace} tab="logs" actions={actions}>
      {(live) =>
        live.may.logs ? (
          <LogViewer
            base={isGoing(live) ? null : `/api/v1/workspaces/${live.name}/logs`}
            name={live.name}
            cluster={live.cluster}
            run={live.started_at}
          />
        ) : (
          <NotAllowed what="logs" owner={live.owner} />
        )
      }
    </WorkspaceFrame>
  );
}

export function TerminalPage({ workspace, actions }: Props) {
  return (
    <WorkspaceFrame initial={workspace} tab="terminal" actions={actions}>
      {(live) =>
        live.may.terminal ? (
          <TerminalBody workspace={live} actions={actions} />
        ) : (
          <NotAllowed what="terminal" owner={live.owner} />
        )
      }
    </WorkspaceFrame>
  );
}

export function EventsPage({ workspace, actions }: Props) {
  return (
    <WorkspaceFrame initial={workspace} tab="events" actions={actions}>
      {(live) => <EventsView workspace={live} />}
    </WorkspaceFrame>
  );
}

/** Whoever may see the workspace learns whom to ask; a role may also end while the page is open. */
function NotAllowed({ what, owner }: { what: "logs" | "terminal"; owner: string }) {
  const t = useTranslations("workspace.not-allowed");
  return <StateMessage icon={<IconLock size={24} />} title={t(`${what}`)} text={t("ask", { owner })} role="status" />;
}

/** A terminal needs something that runs; the page offers to start it. */
function TerminalBody({ workspace, actions }: Props) {
  const t = useTranslations("workspace.terminal");
  const { busy, onVerb } = useOperate(actions.operate);
  if (workspace.phase === "running" || workspace.phase === "unhealthy") {
    // A new container has a new shell.
    const key = workspace.started_at;
    return <TerminalScreen key={key} path={`/api/v1${workspacePath(workspace, "/terminal")}`} name={workspace.name} />;
  }
  const stopped = workspace.desired === "stopped";
  return (
    <StateMessage
      icon={stopped ? <IconPlayerStop size={26} /> : <IconTerminal2 size={26} />}
      title={t(stopped ? "stopped" : "not-running")}
      text={t("needs-running")}
      role="status"
    >
      {stopped && workspace.may.operate ? (
        <Button loading={busy} onClick={() => onVerb("start", [workspace])}>
          {t("start")}
        </Button>
      ) : null}
    </StateMessage>
  );
}
