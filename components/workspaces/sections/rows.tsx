"use client";
import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { Children, useEffect, useRef, useState, type ReactNode } from "react";

type CommitProps = {
  readonly value: string;
  readonly label: string;
  readonly onCommit: (value: string) => void;
  readonly error?: string | undefined;
  readonly placeholder?: string;
};

/** A text that is written when the field is left: a key of a map has no meaning while it is half typed. */
export function CommitInput({ value, label, onCommit, error, placeholder }: CommitProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft !== value && draft !== "") onCommit(draft);
    setDraft(null);
  };
  return (
    <TextInput
      flex={1}
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      value={draft ?? value}
      {...(error ? { error } : {})}
      {...(placeholder ? { placeholder } : {})}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}

type RowProps = { readonly children: ReactNode; readonly removeLabel: string; readonly onRemove: () => void };

export function Row({ children, removeLabel, onRemove }: RowProps) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" data-row>
      {children}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="input-sm"
        aria-label={removeLabel}
        title={removeLabel}
        onClick={onRemove}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

type RowsProps = {
  readonly label: string;
  readonly description?: string;
  readonly addLabel: string;
  readonly onAdd: () => void;
  readonly children: ReactNode;
};

/** A list of rows with a name for screen readers and a button that adds one. */
export function Rows({ label, description, addLabel, onAdd, children }: RowsProps) {
  const group = useRef<HTMLDivElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const count = Children.count(children);
  const before = useRef(count);
  // Whoever adds a row goes on in it; whoever removes one is not thrown back to the beginning of the page.
  useEffect(() => {
    const grown = count - before.current;
    before.current = count;
    if (grown > 0 && document.activeElement === add.current) {
      const last = [...(group.current?.querySelectorAll("[data-row]") ?? [])].at(-1);
      // Selected, because its name is only a proposal.
      last?.querySelector("input")?.select();
    }
    if (grown < 0 && document.activeElement === document.body) add.current?.focus();
  }, [count]);
  return (
    <Stack ref={group} gap="xs" role="group" aria-label={label}>
      <div>
        <Text fz="sm" fw={500}>
          {label}
        </Text>
        {description ? (
          <Text fz="xs" c="dimmed">
            {description}
          </Text>
        ) : null}
      </div>
      {children}
      <Button
        ref={add}
        variant="light"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        w="fit-content"
        onClick={onAdd}
      >
        {addLabel}
      </Button>
    </Stack>
  );
}
