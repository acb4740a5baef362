"use client";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useEffectEvent, useId, useRef } from "react";
import { useCatalogue } from "@/components/ui/told";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Fault } from "@/lib/shared/errors";
import { workspaceJsonSchema, type SchemaObject } from "@/lib/workspaces/json-schema";
import classes from "./editor.module.css";
import { setupMonaco, type CodeEditor, type Monaco } from "./setup";
import { smallestChange } from "./text-change";
import { translateSchema } from "./translate-schema";

export type Reveal = { readonly line: number; readonly column: number; readonly request: number };

export type NamedSchema = { readonly name: string; readonly schema: SchemaObject };

type Props = {
  readonly value: string;
  readonly onChange?: (text: string) => void;
  readonly label: string;
  readonly readOnly?: boolean;
  /** Which schema completes and checks: that of a workspace's document on such a cluster, or another one, under a name; null: none. */
  readonly schemaFor: ClusterType | NamedSchema | null;
  /** Shown as markers, beside those of the schema. */
  readonly faults?: readonly Fault[];
  /** A new object moves the cursor there. */
  readonly reveal?: Reveal | null;
};

/** Controlled Monaco editor: text that comes from outside is applied as the smallest edit. */
export default function YamlEditor({ value, onChange, label, readOnly = false, schemaFor, faults, reveal }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const current = useRef<{ monaco: Monaco; editor: CodeEditor } | null>(null);
  const fromOutside = useRef(false);
  /** Texts on their way to the parent and back: what comes back is older than what was typed since, and must not replace it. */
  const underWay = useRef<string[]>([]);
  const id = useId().replace(/\W/g, "");
  const scheme = useComputedColorScheme("light");
  const catalogue = useCatalogue();
  const changed = useEffectEvent((text: string) => onChange?.(text));
  const initial = useEffectEvent(() => ({ value, label, readOnly }));

  useEffect(() => {
    if (!host.current) return;
    const named =
      typeof schemaFor === "string" ? { name: schemaFor, schema: workspaceJsonSchema(schemaFor) } : schemaFor;
    const name = `${named?.name ?? "plain"}-${id}.yaml`;
    const monaco = setupMonaco(
      named && {
        uri: `berth://schemas/${named.name}.json`,
        fileMatch: [`**/${named.name}-*.yaml`],
        schema: translateSchema(named.schema, catalogue),
      },
    );
    const start = initial();
    const model = monaco.editor.createModel(start.value, "yaml", monaco.Uri.parse(`file:///${name}`));
    model.updateOptions({ tabSize: 2, insertSpaces: true });
    const editor = monaco.editor.create(host.current, {
      model,
      ariaLabel: start.label,
      automaticLayout: true,
      fixedOverflowWidgets: true,
      fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
      fontSize: 13,
      minimap: { enabled: false },
      padding: { top: 8, bottom: 8 },
      readOnly: start.readOnly,
      renderLineHighlight: start.readOnly ? "none" : "line",
      scrollBeyondLastLine: false,
      scrollbar: { alwaysConsumeMouseWheel: false },
      wordWrap: "on",
    });
    current.current = { monaco, editor };
    // Tab indents; after Esc it leaves the editor, so that nobody who has only a keyboard is caught in it.
    const keys = editor.onKeyDown(({ keyCode }) => {
      const passes = keyCode === monaco.KeyCode.Tab || keyCode === monaco.KeyCode.Shift;
      if (!passes) editor.updateOptions({ tabFocusMode: keyCode === monaco.KeyCode.Escape });
    });
    underWay.current = [];
    const subscription = model.onDidChangeContent(() => {
      if (fromOutside.current) return;
      const text = model.getValue();
      underWay.current.push(text);
      changed(text);
    });
    return () => {
      subscription.dispose();
      keys.dispose();
      editor.dispose();
      model.dispose();
      current.current = null;
    };
  }, [id, schemaFor, catalogue]);

  useEffect(() => {
    const own = underWay.current.lastIndexOf(value);
    underWay.current = underWay.current.slice(own + 1);
    if (own >= 0) return;
    underWay.current = [];
    const model = current.current?.editor.getModel();
    const change = model && smallestChange(model.getValue(), value);
    if (!model || !change) return;
    const from = model.getPositionAt(change.start);
    const to = model.getPositionAt(change.end);
    fromOutside.current = true;
    const range = {
      startLineNumber: from.lineNumber,
      startColumn: from.column,
      endLineNumber: to.lineNumber,
      endColumn: to.column,
    };
    model.pushEditOperations([], [{ range, text: change.text }], () => null);
    fromOutside.current = false;
  }, [value, schemaFor]);

  useEffect(() => {
    current.current?.monaco.editor.setTheme(scheme === "dark" ? "vs-dark" : "vs");
  }, [scheme, schemaFor]);

  useEffect(() => {
    current.current?.editor.updateOptions({ readOnly });
  }, [readOnly, schemaFor]);

  useEffect(() => {
    const shown = current.current;
    const model = shown?.editor.getModel();
    if (!shown || !model) return;
    const markers = (faults ?? []).flatMap((fault) => {
      if (fault.line === undefined || fault.line > model.getLineCount()) return [];
      const startColumn = fault.column ?? model.getLineFirstNonWhitespaceColumn(fault.line);
      return [
        {
          severity: shown.monaco.MarkerSeverity.Error,
          message: fault.message,
          startLineNumber: fault.line,
          endLineNumber: fault.line,
          startColumn,
          endColumn: Math.max(model.getLineMaxColumn(fault.line), startColumn + 1),
        },
      ];
    });
    shown.monaco.editor.setModelMarkers(model, "berth", markers);
  }, [faults, schemaFor]);

  useEffect(() => {
    const editor = current.current?.editor;
    if (!editor || !reveal) return;
    editor.setPosition({ lineNumber: reveal.line, column: reveal.column });
    editor.revealLineInCenterIfOutsideViewport(reveal.line);
    editor.focus();
  }, [reveal]);

  return <div ref={host} className={classes.host} />;
}
