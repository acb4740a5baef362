import { Refusal, type Problem } from "@/components/ui/fetch-json";

/** Reads from the portal's own API with the session's cookie. A refusal throws its own text; no answer throws an error without text. */
export async function readApi<T>(path: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(`/api/v1${path}`, { signal, headers: { accept: "application/json" } }).catch(
    (cause: unknown) => {
      if (signal.aborted) throw cause;
      throw new Error("", { cause });
    },
  );
  if (answer.ok) return (await answer.json()) as T;
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  throw new Refusal(problem, answer.status);
}

export type WorkspaceKey = { readonly name: string; readonly cluster: string };

/** `/workspaces/a/logs?cluster=b&tail=3` */
export function workspacePath(
  { name, cluster }: WorkspaceKey,
  part = "",
  query: Readonly<Record<string, string>> = {},
): string {
  return `/workspaces/${encodeURIComponent(name)}${part}?${new URLSearchParams({ cluster, ...query })}`;
}
