"use client";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useEffectEvent, useRef } from "react";
import classes from "./editor.module.css";
import { setupMonaco, type DiffEditor, type Monaco } from "./setup";

type Props = { readonly before: string; readonly after: string; readonly label: string };

/** Two texts beside each other, or one above the other where there is little room; what is equal is folded away. */
export default function YamlDiff({ before, after, label }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const current = useRef<{ monaco: Monaco; editor: DiffEditor } | null>(null);
  const scheme = useComputedColorScheme("light");
  const initial = useEffectEvent(() => ({ before, after, label }));

  useEffect(() => {
    if (!host.current) return;
    const monaco = setupMonaco(null);
    const start = initial();
    const models = {
      original: monaco.editor.createModel(start.before, "yaml"),
      modified: monaco.editor.createModel(start.after, "yaml"),
    };
    const editor = monaco.editor.createDiffEditor(host.current, {
      automaticLayout: true,
      fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
      fontSize: 13,
      hideUnchangedRegions: { enabled: true },
      minimap: { enabled: false },
      modifiedAriaLabel: start.label,
      originalAriaLabel: start.label,
      originalEditable: false,
      readOnly: true,
      renderLineHighlight: "none",
      renderOverviewRuler: false,
      renderSideBySideInlineBreakpoint: 640,
      scrollBeyondLastLine: false,
      scrollbar: { alwaysConsumeMouseWheel: false },
      useInlineViewWhenSpaceIsLimited: true,
      wordWrap: "on",
    });
    editor.setModel(models);
    current.current = { monaco, editor };
    return () => {
      editor.dispose();
      models.original.dispose();
      models.modified.dispose();
      current.current = null;
    };
  }, []);

  useEffect(() => {
    const model = current.current?.editor.getModel();
    if (model && model.original.getValue() !== before) model.original.setValue(before);
    if (model && model.modified.getValue() !== after) model.modified.setValue(after);
    current.current?.editor.getOriginalEditor().updateOptions({ ariaLabel: label });
    current.current?.editor.getModifiedEditor().updateOptions({ ariaLabel: label });
  }, [before, after, label]);

  useEffect(() => {
    current.current?.monaco.editor.setTheme(scheme === "dark" ? "vs-dark" : "vs");
  }, [scheme]);

  return <div ref={host} className={classes.host} />;
}
