"use client";
import { List, Radio, Skeleton, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { callAction } from "@/components/ui/call-action";
import { ConfirmByName } from "@/components/ui/confirm-by-name";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import type { PreviewDelete, WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import type { ActionResult } from "@/lib/shared/action-result";
import type { WorkspaceDto } from "@/lib/workspaces/dto";

type Failure = Extract<ActionResult<unknown>, { ok: false }>["error"];
type Props = {
  readonly workspace: WorkspaceDto;
  readonly actions: Pick<WorkspaceActions, "previewDelete" | "remove">;
  readonly onClose: () => void;
};

/** Shows what goes and what stays, asks what to do with the storage, and wants the name typed. */
export default function DeleteDialog({ workspace: { name, cluster }, actions, onClose }: Props) {
  const t = useTranslations("workspace");
  const [storage, setStorage] = useState<"keep" | "delete">("keep");
  const [preview, setPreview] = useState<PreviewDelete | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const unreachable = t("unreachable");
  const { previewDelete, remove } = actions;

  useEffect(() => {
    let left = false;
    void callAction(() => previewDelete({ name, cluster, storage }), unreachable).then((result) => {
      if (left) return;
      if (result.ok) setPreview(result.value);
      else setFailure(result.error);
    });
    return () => {
      left = true;
    };
  }, [previewDelete, name, cluster, storage, unreachable]);

  const confirm = async () => {
    setBusy(true);
    const result = await callAction(() => remove({ name, cluster, storage }), unreachable);
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    await notify({ color: "teal", message: t("delete.accepted", { name }) });
    onClose();
  };

  return (
    <ConfirmByName
      opened
      onClose={onClose}
      title={t("delete.title", { name })}
      name={name}
      confirm={t("delete.confirm")}
      busy={busy}
      onConfirm={() => void confirm()}
    >
      <ErrorAlert error={failure} />
      {preview ? (
        <Objects removed={t("delete.removed")} kept={t("delete.kept")} preview={preview} />
      ) : failure ? null : (
        <Skeleton h={80} />
      )}
      <Radio.Group
        label={t("delete.storage")}
        value={storage}
        onChange={(value) => setStorage(value === "delete" ? "delete" : "keep")}
      >
        <Stack gap="xs" mt={6}>
          <Radio value="keep" label={t("delete.keep")} description={t("delete.keep-help")} />
          <Radio value="delete" color="red" label={t("delete.delete")} description={t("delete.delete-help")} />
        </Stack>
      </Radio.Group>
    </ConfirmByName>
  );
}

function Objects({ removed, kept, preview }: { removed: string; kept: string; preview: PreviewDelete }) {
  return (
    <Stack gap="xs">
      {(
        [
          [removed, preview.removed],
          [kept, preview.kept],
        ] as const
      )
        .filter(([, names]) => names.length > 0)
        .map(([label, names]) => (
          <div key={label}>
            <Text fz="sm" fw={600}>
              {label}
            </Text>
            <List fz="sm" ff="monospace">
              {names.map((item) => (
                <List.Item key={item}>{item}</List.Item>
              ))}
            </List>
          </div>
        ))}
    </Stack>
  );
}
