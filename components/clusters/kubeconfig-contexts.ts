/**
 * Names of the contexts in a kubeconfig, for a choice while typing: a look at the lines, so that no YAML parser is sent to the browser.
 * The server reads the text properly. `current` is the one that `current-context` names.
 */
export function kubeconfigContexts(text: string): {
  readonly names: readonly string[];
  readonly current: string | null;
} {
  const lines = text.split(/\r?\n/);
  const current = /^current-context:\s*["']?([^"'\s#]+)/m.exec(text)?.[1] ?? null;
  const start = lines.findIndex((line) => /^contexts:\s*$/.test(line));
  if (start < 0) return { names: current ? [current] : [], current };
  const names: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (/^[a-zA-Z]/.test(line)) break;
    // The context's own name stands at the depth of the list item; "name" deeper inside is something else.
    const name = /^(?:- | {2}|- {3}| {4})name:\s*["']?([^"'\s#]+)/.exec(line)?.[1];
    if (name && !names.includes(name)) names.push(name);
  }
  return { names, current };
}
