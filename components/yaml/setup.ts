"use client";
import * as monaco from "monaco-editor/editor.js";
import "monaco-editor/features/register.all.js";
import "monaco-editor/languages/definitions/yaml/register.js";
import { configureMonacoYaml, type JSONSchema, type MonacoYaml } from "monaco-yaml";

function createWorker(label: string): Worker {
  return label === "yaml"
    ? new Worker(new URL("./yaml.worker.ts", import.meta.url), { type: "module", name: "yaml" })
    : new Worker(new URL("./editor.worker.ts", import.meta.url), { type: "module", name: "editor" });
}

type LegacyWorkerOptions = {
  readonly label: string;
  readonly createData: unknown;
  readonly host?: Record<string, (...args: never[]) => unknown>;
};

/**
 * monaco-worker-manager 2 (inside monaco-yaml 5) calls `createWebWorker({ moduleId, label, createData })`; monaco 0.53 and later want a
 * worker that was started already and told to ignore the first message.
 */
function createLegacyWebWorker<T extends object>(options: LegacyWorkerOptions) {
  const worker = createWorker(options.label);
  worker.postMessage("ignore");
  worker.postMessage(options.createData);
  return monaco.editor.createWebWorker<T>({ worker, ...(options.host ? { host: options.host } : {}) });
}

export type EditorSchema = { readonly uri: string; readonly fileMatch: readonly string[]; readonly schema: JSONSchema };

function createSetup() {
  let yaml: MonacoYaml | undefined;
  const known = new Map<string, EditorSchema>();
  return (schema: EditorSchema | null): typeof monaco => {
    globalThis.MonacoEnvironment ??= { getWorker: (_id, label) => createWorker(label) };
    if (schema) known.set(schema.uri, schema);
    const options = {
      enableSchemaRequest: false,
      hover: true,
      completion: true,
      validate: true,
      format: { enable: false },
      yamlVersion: "1.2" as const,
      schemas: [...known.values()].map((item) => ({ ...item, fileMatch: [...item.fileMatch] })),
    };
    if (yaml) void yaml.update(options);
    else
      yaml = configureMonacoYaml(
        { ...monaco, editor: { ...monaco.editor, createWebWorker: createLegacyWebWorker } } as Parameters<
          typeof configureMonacoYaml
        >[0],
        options,
      );
    return monaco;
  };
}

/** Monaco with YAML support, configured once per page; each call may add a schema for the files that it matches. */
export const setupMonaco = createSetup();
export type Monaco = typeof monaco;
export type CodeEditor = monaco.editor.IStandaloneCodeEditor;
export type DiffEditor = monaco.editor.IStandaloneDiffEditor;
