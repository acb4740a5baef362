"use client";
import { TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useDocumentForm } from "../document-form";
import { CommitInput, Row, Rows } from "../rows";
import { addVariable, readVariables, removeVariable, rename, setValue, variablePath } from "./variables";

/** The document's own variables. Inherited ones are added by the cluster and stand in the effective document. */
export function EnvironmentSection() {
  const t = useTranslations("editor");
  const form = useDocumentForm();
  const variables = readVariables(form.value, form.clusterType);
  return (
    <Rows
      label={t("environment.variables")}
      description={t("environment.help")}
      addLabel={t("environment.add")}
      onAdd={() => form.edit(addVariable(variables))}
    >
      {variables.list.map((variable, index) => {
        const path = variablePath(variables, index);
        const fault = form.faultAt(path) ?? form.faultAt([...path, "name"]) ?? form.faultAt([...path, "value"]);
        return (
          <Row
            key={index}
            removeLabel={t("row.remove", { name: variable.name })}
            onRemove={() => form.edit(removeVariable(variables, index))}
          >
            <CommitInput
              value={variable.name}
              label={t("environment.name", { number: index + 1 })}
              error={fault}
              onCommit={(name) => form.edit(rename(variables, index, name))}
            />
            <TextInput
              flex={1.4}
              aria-label={t("row.value", { name: variable.name })}
              spellCheck={false}
              readOnly={variable.reference !== null}
              variant={variable.reference === null ? "default" : "filled"}
              title={variable.reference === null ? "" : t("environment.reference")}
              value={variable.reference ?? variable.value}
              onChange={(event) => form.edit(setValue(variables, index, event.currentTarget.value))}
            />
          </Row>
        );
      })}
    </Rows>
  );
}
