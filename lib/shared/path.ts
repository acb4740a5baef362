export type Path = readonly (string | number)[];

const plain = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** `container_config.env[0].value`, `labels["a.b/c"]`: the form of every path in faults. The root is "". */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, key) => joinPath(text, key), "");
}

export function joinPath(base: string, key: string | number): string {
  if (typeof key === "number") return `${base}[${key}]`;
  if (!plain.test(key)) return `${base}[${JSON.stringify(key)}]`;
  return base === "" ? key : `${base}.${key}`;
}

/** The path that `formatPath` shows as this text. */
export const parsePath = (shown: string): Path =>
  [...shown.matchAll(/\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, key]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (key ?? "") : String(JSON.parse(quoted));
  });
