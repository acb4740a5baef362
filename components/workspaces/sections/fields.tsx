"use client";
import { NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { Path } from "@/lib/shared/path";
import { fieldId, useDocumentForm } from "./document-form";
import { joinLines, showScalar, splitLines } from "./values";

type FieldProps = {
  readonly path: Path;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly placeholder?: string;
};

const monospace = { input: { fontFamily: "var(--mantine-font-family-monospace)" } };

/** Props that are left out when undefined, as exactOptionalPropertyTypes wants. */
function useField({ path, label, description, placeholder }: FieldProps) {
  const form = useDocumentForm();
  const error = form.faultAt(path);
  return {
    form,
    shared: {
      id: fieldId(path),
      label,
      ...(description ? { description } : {}),
      ...(placeholder ? { placeholder } : {}),
      ...(error ? { error } : {}),
    },
  };
}

/** A text at one path; empty removes it. */
export function TextField({
  required,
  mono,
  ...props
}: FieldProps & { readonly required?: boolean; readonly mono?: boolean }) {
  const { form, shared } = useField(props);
  return (
    <TextInput
      {...shared}
      {...(mono ? { styles: monospace } : {})}
      withAsterisk={required ?? false}
      autoComplete="off"
      spellCheck={false}
      value={showScalar(form.get(props.path))}
      onChange={(event) => form.edit([{ path: props.path, value: event.currentTarget.value || undefined }])}
    />
  );
}

/** Free text over several lines; empty removes it. */
export function LongTextField(props: FieldProps) {
  const { form, shared } = useField(props);
  return (
    <Textarea
      {...shared}
      autosize
      minRows={2}
      maxRows={6}
      value={showScalar(form.get(props.path))}
      onChange={(event) => form.edit([{ path: props.path, value: event.currentTarget.value || undefined }])}
    />
  );
}

export function NumberField({
  min,
  max,
  suffix,
  ...props
}: FieldProps & { readonly min?: number; readonly max?: number; readonly suffix?: string }) {
  const { form, shared } = useField(props);
  const value = form.get(props.path);
  return (
    <NumberInput
      {...shared}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(suffix === undefined ? {} : { suffix })}
      clampBehavior="none"
      value={typeof value === "number" ? value : showScalar(value)}
      onChange={(next) => form.edit([{ path: props.path, value: next === "" ? undefined : next }])}
    />
  );
}

type Choice = { readonly value: string; readonly label: string };

export function SelectField({ data, ...props }: FieldProps & { readonly data: readonly Choice[] }) {
  const { form, shared } = useField(props);
  return (
    <Select
      {...shared}
      data={[...data]}
      clearable
      value={showScalar(form.get(props.path)) || null}
      onChange={(next) => form.edit([{ path: props.path, value: next ?? undefined }])}
    />
  );
}

export function SwitchField(props: FieldProps) {
  const { form, shared } = useField(props);
  return (
    <Switch
      {...shared}
      checked={form.get(props.path) === true}
      onChange={(event) => form.edit([{ path: props.path, value: event.currentTarget.checked }])}
    />
  );
}

/** A list of texts, one per line: arguments, networks. */
export function LinesField(props: FieldProps) {
  const { form, shared } = useField(props);
  return (
    <Textarea
      {...shared}
      styles={monospace}
      autosize
      minRows={1}
      maxRows={8}
      spellCheck={false}
      value={joinLines(form.get(props.path))}
      onChange={(event) =>
        form.edit([{ path: props.path, value: splitLines(event.currentTarget.value, form.get(props.path)) }])
      }
    />
  );
}
