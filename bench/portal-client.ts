import { startPortal, type Portal } from "../e2e/fixtures/portal";

export const token = "bench-token-bench-token-bench-token-0001";

type Seen = {
  readonly at: number;
  readonly name: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly deleted: boolean;
};

/** A portal of its own with an API client and the event stream, the times of which are taken as they arrive. */
export async function benchPortal(settings: Readonly<Record<string, string>>) {
  const portal: Portal = await startPortal({
    BERTH_OWNER_EMAIL: "bench@example.org",
    BERTH_OWNER_PASSWORD: "correct horse battery staple",
    BERTH_BOOTSTRAP_TOKEN: token,
    ...settings,
  });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const base = `http://127.0.0.1:${portal.port}/api/v1`;

  async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(base + path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }

  const seen: Seen[] = [];
  const names = new Map<string, string>();
  const ending = new AbortController();
  const stream = await fetch(`${base}/stream`, { headers, signal: ending.signal });
  void (async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of stream.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const at = performance.now();
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const message = text.slice(0, end);
        text = text.slice(end + 2);
        if (!/^event: workspace$/m.test(message)) continue;
        const data = JSON.parse(/^data: (.*)$/m.exec(message)?.[1] ?? "{}") as {
          id: string;
          name?: string;
          phase?: string;
          ready?: boolean;
          deleted?: true;
        };
        if (data.name) names.set(data.id, data.name);
        seen.push({
          at,
          name: data.name ?? names.get(data.id) ?? "",
          phase: data.phase ?? "",
          ready: data.ready ?? false,
          deleted: data.deleted ?? false,
        });
      }
    }
  })().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });

  return {
    portal,
    api,
    /** When the stream first told this of a workspace, after `since`. */
    when: (name: string, since: number, what: (event: Seen) => boolean): number | undefined =>
      seen.find((event) => event.name === name && event.at >= since && what(event))?.at,
    async close() {
      ending.abort();
      await portal.stop();
    },
  };
}

export type BenchPortal = Awaited<ReturnType<typeof benchPortal>>;
