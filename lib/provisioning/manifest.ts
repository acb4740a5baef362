import type { JsonObject } from "@/lib/shared/json";

/** One object of a backend. `kind` is the backend's own word (StatefulSet, Container, Process, …); `name` is its name there. */
export type Manifest = { readonly kind: string; readonly name: string; readonly body: JsonObject };

export const manifestKey = (manifest: { readonly kind: string; readonly name: string }): string =>
  `${manifest.kind}/${manifest.name}`;
