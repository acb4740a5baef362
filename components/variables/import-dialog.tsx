"use client";
import { Button, FileButton, Group, Switch, Textarea } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { FaultList } from "@/components/yaml/fault-list";
import type { VariablesEffectDto } from "@/lib/variables/dto";
import { ChangeDialog } from "./change-dialog";
import type { VariableActions } from "./variable-actions";

type Props = {
  readonly cluster: string;
  readonly actions: VariableActions;
  readonly onClose: () => void;
  readonly onSaved: (changes: VariablesEffectDto["changes"]) => void;
};

/** Takes all variables of a `.env` text at once, or none. */
export function ImportDialog({ cluster, actions, onClose, onSaved }: Props) {
  const t = useTranslations("variables.import-form");
  const [text, setText] = useState("");
  const [secret, setSecret] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const change = text.trim() === "" ? null : { cluster, env_file: text, ...(secret ? { env_file_secret: true } : {}) };
  const goTo = (line = 1) => {
    const before = text.split("\n").slice(0, line - 1);
    const start = before.reduce((length, one) => length + one.length + 1, 0);
    field.current?.focus();
    field.current?.setSelectionRange(start, start + (text.split("\n")[line - 1]?.length ?? 0));
  };
  return (
    <ChangeDialog title={t("title")} change={change} actions={actions} onClose={onClose} onSaved={onSaved}>
      {(error) => (
        <>
          <Textarea
            ref={field}
            label={t("text")}
            description={t("hint")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={6}
            maxRows={16}
            spellCheck={false}
            data-autofocus
            ff="monospace"
          />
          <Group justify="space-between">
            <Switch label={t("secret")} checked={secret} onChange={(event) => setSecret(event.currentTarget.checked)} />
            <FileButton onChange={(file) => void file?.text().then(setText)} inputProps={{ "aria-label": t("file") }}>
              {(props) => (
                <Button variant="default" leftSection={<IconFileImport size={16} aria-hidden />} {...props}>
                  {t("file")}
                </Button>
              )}
            </FileButton>
          </Group>
          {error?.faults ? (
            <FaultList
              title={t("faults", { count: error.faults.length })}
              faults={error.faults}
              onSelect={({ line }) => goTo(line)}
            />
          ) : (
            <ErrorAlert error={error} />
          )}
        </>
      )}
    </ChangeDialog>
  );
}
