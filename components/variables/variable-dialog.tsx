"use client";
import { PasswordInput, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { faultOf } from "@/components/ui/use-submit";
import type { VariableDto, VariablesEffectDto } from "@/lib/variables/dto";
import { ChangeDialog } from "./change-dialog";
import type { VariableActions } from "./variable-actions";

type Props = {
  readonly cluster: string;
  /** Null: a new one. */
  readonly variable: VariableDto | null;
  readonly actions: VariableActions;
  readonly onClose: () => void;
  readonly onSaved: (changes: VariablesEffectDto["changes"]) => void;
};

/** Adds or changes one variable. */
export function VariableDialog({ cluster, variable, actions, onClose, onSaved }: Props) {
  const t = useTranslations("variables.form");
  const [name, setName] = useState(variable?.name ?? "");
  const [value, setValue] = useState(variable?.value ?? "");
  const [secret, setSecret] = useState(variable?.secret ?? false);
  const keeps = variable?.secret === true && value === "";
  const change = name === "" ? null : { cluster, variables: [{ name, secret, ...(keeps ? {} : { value }) }] };
  const title = variable ? t("change", { name: variable.name }) : t("new");
  return (
    <ChangeDialog title={title} change={change} actions={actions} onClose={onClose} onSaved={onSaved}>
      {(error) => {
        const fault = faultOf(error, name);
        return (
          <>
            {variable ? null : (
              <TextInput
                label={t("name")}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                error={fault}
                required
                data-autofocus
                autoComplete="off"
                spellCheck={false}
                ff="monospace"
              />
            )}
            {secret ? (
              <PasswordInput
                label={t("value")}
                {...(variable?.secret ? { description: t("value-kept") } : {})}
                value={value}
                onChange={(event) => setValue(event.currentTarget.value)}
                autoComplete="new-password"
                error={variable ? fault : false}
              />
            ) : (
              <Textarea
                label={t("value")}
                value={value}
                onChange={(event) => setValue(event.currentTarget.value)}
                autosize
                minRows={1}
                maxRows={10}
                spellCheck={false}
                error={variable ? fault : false}
              />
            )}
            <Switch
              label={t("secret")}
              description={t("secret-text")}
              checked={secret}
              onChange={(event) => setSecret(event.currentTarget.checked)}
            />
            {fault === false ? <ErrorAlert error={error} /> : null}
          </>
        );
      }}
    </ChangeDialog>
  );
}
