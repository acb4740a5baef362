export type DiffLine = { readonly kind: "same" | "removed" | "added"; readonly text: string };

/**
 * The shortest way from one text to the other, line by line (longest common subsequence). Quadratic in the lines that differ: documents are
 * at most 256 KiB, and what is the same at both ends costs nothing.
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  const head = sameAtStart(a, b, Math.min(a.length, b.length));
  const tail = sameAtEnd(a, b, Math.min(a.length, b.length) - head);
  const same = (text: string): DiffLine => ({ kind: "same", text });
  return [
    ...a.slice(0, head).map(same),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ];
}

/** As `diff -u` prints it, without a header: `-`, `+` or a space before each line; "" when nothing differs. */
export function unifiedDiff(before: string, after: string, context = 3): string {
  const lines = diffLines(before, after);
  const near = new Set<number>();
  lines.forEach((line, index) => {
    if (line.kind === "same") return;
    for (let at = index - context; at <= index + context; at += 1) near.add(at);
  });
  const marks = { same: " ", removed: "-", added: "+" } as const;
  return lines
    .flatMap((line, index) => {
      if (!near.has(index)) return [];
      const gap = index > 0 && !near.has(index - 1) ? ["…"] : [];
      return [...gap, `${marks[line.kind]}${line.text}`];
    })
    .join("\n");
}

const linesOf = (text: string): readonly string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

function sameAtStart(a: readonly string[], b: readonly string[], most: number): number {
  let count = 0;
  while (count < most && a[count] === b[count]) count += 1;
  return count;
}

function sameAtEnd(a: readonly string[], b: readonly string[], most: number): number {
  let count = 0;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
  return count;
}

function middle(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      found.push({ kind: "same", text: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: "removed", text: left });
      i += 1;
    } else if (right !== undefined) {
      found.push({ kind: "added", text: right });
      j += 1;
    }
  }
  return found;
}
