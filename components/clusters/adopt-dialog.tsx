"use client";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PlanView } from "@/components/plan/plan-view";
import { Dialog } from "@/components/ui/dialog";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import { useToldAll } from "@/components/ui/told";
import { faultOf, useSubmit } from "@/components/ui/use-submit";
import { FaultList } from "@/components/yaml/fault-list";
import { YamlEditor } from "@/components/yaml/lazy";
import { useCheck } from "@/components/yaml/use-check";
import { useDraft } from "@/components/yaml/use-draft";
import type { Reveal } from "@/components/yaml/yaml-editor";
import type { AdoptPreviewDto, UnmanagedDto } from "@/lib/adoption/dto";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Fault } from "@/lib/shared/errors";
import type { AdoptActions, AdoptRequest } from "./adopt-actions";
import classes from "./adopt.module.css";

type Props = {
  readonly cluster: string;
  readonly clusterType: ClusterType;
  readonly item: UnmanagedDto;
  readonly actions: AdoptActions;
  readonly onClose: () => void;
};

/** The document that says what runs, to be changed; then what adopting does; then it is done. */
export default function AdoptDialog({ cluster, clusterType, item, actions, onClose }: Props) {
  const t = useTranslations("clusters.adopt");
  const cancel = useTranslations("common")("cancel");
  const router = useRouter();
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const { kind, name, namespace } = item;
  const draft = useDraft(`adopt.${cluster}.${namespace ?? ""}.${kind}.${name}`, item.document_yaml ?? "");
  const check = useCheck(draft.text, actions.check);
  const faults = useToldAll(check.faults);
  const [owner, setOwner] = useState("");
  const [preview, setPreview] = useState<AdoptPreviewDto | null>(null);
  const [reveal, setReveal] = useState<Reveal | null>(null);
  const { busy, error, submit, clear } = useSubmit();

  const show = ({ line, column }: Fault) => {
    if (line !== undefined) setReveal({ line, column: column ?? 1, request: (reveal?.request ?? 0) + 1 });
  };
  const written = draft.reading.ok ? draft.reading.value.name : undefined;
  const request = (): AdoptRequest => ({
    cluster,
    kind,
    name,
    ...(namespace === null ? {} : { namespace }),
    document_yaml: draft.text,
    ...(owner.trim() === "" ? {} : { owner: owner.trim() }),
  });
  const review = () => submit(() => actions.preview(request()), setPreview);
  const adopt = ({ plan }: AdoptPreviewDto) =>
    submit(
      () => actions.adopt({ ...request(), plan_hash: plan.hash }),
      ({ workspace }) => {
        draft.forget();
        void notify({ color: "teal", message: t("accepted", { name: workspace.name }) });
        router.push(`/workspaces/${workspace.name}?${new URLSearchParams({ cluster })}`);
      },
    );
  const back = () => {
    clear();
    setPreview(null);
  };

  return (
    <Dialog
      opened
      onClose={onClose}
      title={t("title", { kind, name })}
      size="min(900px, 96vw)"
      fullScreen={narrow}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      {preview ? (
        <Stack gap="md">
          <PlanView plan={preview.plan} />
          <ErrorAlert error={error} />
          <Group justify="space-between">
            <Button variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={back}>
              {t("back")}
            </Button>
            {error?.code === "plan-stale" ? (
              <Button data-autofocus loading={busy} onClick={() => void review()}>
                {t("again")}
              </Button>
            ) : (
              <Button data-autofocus loading={busy} onClick={() => void adopt(preview)}>
                {t("adopt")}
              </Button>
            )}
          </Group>
        </Stack>
      ) : (
        <Stack gap="md">
          <Text fz="sm">{t("intro")}</Text>
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <TextInput
              data-autofocus
              label={t("name")}
              maxLength={40}
              spellCheck={false}
              autoComplete="off"
              value={typeof written === "string" ? written : ""}
              disabled={!draft.reading.ok}
              error={faultOf(error, "name")}
              onChange={(event) => draft.edit([{ path: ["name"], value: event.currentTarget.value }])}
            />
            <TextInput
              label={t("owner")}
              placeholder={t("owner-you")}
              type="email"
              autoComplete="off"
              value={owner}
              error={faultOf(error, "owner")}
              onChange={(event) => setOwner(event.currentTarget.value)}
            />
          </Group>
          <div className={classes.editor}>
            <YamlEditor
              value={draft.text}
              onChange={draft.setText}
              label={t("document")}
              schemaFor={clusterType}
              faults={faults}
              reveal={reveal}
            />
          </div>
          <FaultList title={t("faults", { count: check.faults.length })} faults={check.faults} onSelect={show} />
          <ErrorAlert error={error ?? check.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {cancel}
            </Button>
            <Button
              loading={busy}
              disabled={!draft.reading.ok || check.pending || check.faults.length > 0}
              onClick={() => void review()}
            >
              {t("review")}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
