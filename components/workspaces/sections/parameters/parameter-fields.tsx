"use client";
import { Select, SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useParameterWords } from "@/components/templates/use-template-words";
import { fieldId, useDocumentForm } from "@/components/workspaces/sections/document-form";
import { NumberField, TextField } from "@/components/workspaces/sections/fields";
import type { Parameter } from "@/lib/templates/template";

type Props = {
  readonly parameters: readonly Parameter[];
  /** The template came with Berth, so its words are known in every language. */
  readonly builtIn: boolean;
};

/** What a template asks for, a field for each by its type. An empty field takes the template's default. */
export function ParameterFields({ parameters, builtIn }: Props) {
  const t = useTranslations("templates.form");
  const words = useParameterWords(builtIn);
  const title = useId();
  if (parameters.length === 0) return null;
  return (
    <Stack gap="xs" role="group" aria-labelledby={title}>
      <Text id={title} fz="sm" fw={500}>
        {t("title")}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {parameters.map((parameter) => {
          const { title: label, description } = words(parameter);
          return <ParameterField key={parameter.name} parameter={{ ...parameter, title: label, description }} />;
        })}
      </SimpleGrid>
    </Stack>
  );
}

function ParameterField({ parameter }: { parameter: Parameter }) {
  const { type, title: label, description, required, min, max } = parameter;
  const path = ["parameters", parameter.name];
  const example = parameter.default === null ? {} : { placeholder: String(parameter.default) };
  const shared = { path, label, description, ...example };
  if (type === "choice") return <ChoiceField parameter={parameter} />;
  if (type === "boolean") return <BooleanField parameter={parameter} />;
  if (type === "number") {
    return <NumberField {...shared} {...(min === null ? {} : { min })} {...(max === null ? {} : { max })} />;
  }
  return <TextField {...shared} required={required && parameter.default === null} />;
}

function useParameter({ name, title, description }: Parameter) {
  const form = useDocumentForm();
  const path = ["parameters", name];
  const error = form.faultAt(path);
  return {
    value: form.get(path),
    set: (value: Parameter["default"]) => form.edit([{ path, value: value ?? undefined }]),
    shared: {
      id: fieldId(path),
      label: title,
      ...(description ? { description } : {}),
      ...(error ? { error } : {}),
    },
  };
}

function ChoiceField({ parameter }: { parameter: Parameter }) {
  const { value, set, shared } = useParameter(parameter);
  const { choices, required } = parameter;
  const chosen = choices.find((choice) => choice === value) ?? parameter.default;
  return (
    <Select
      {...shared}
      withAsterisk={required && parameter.default === null}
      allowDeselect={false}
      data={choices.map(String)}
      value={chosen === null ? null : String(chosen)}
      onChange={(next) => set(choices.find((choice) => String(choice) === next) ?? null)}
    />
  );
}

function BooleanField({ parameter }: { parameter: Parameter }) {
  const { value, set, shared } = useParameter(parameter);
  return (
    <Switch
      {...shared}
      checked={(typeof value === "boolean" ? value : parameter.default) === true}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}
