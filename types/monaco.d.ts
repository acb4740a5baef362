declare module "monaco-editor/editor/editor.worker.js";
declare module "monaco-editor/features/register.all.js";
declare module "monaco-editor/languages/definitions/yaml/register.js";
declare module "monaco-editor/editor.js" {
  export * from "monaco-editor";
}
declare module "monaco-yaml/yaml.worker.js";
