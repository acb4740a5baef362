/** An absolute path without `.`, `..`, doubled or trailing slashes. `..` at the root stays at the root, as the kernel has it. */
export function normalPath(path: string): string {
  const parts = path.split("/").reduce<readonly string[]>((done, part) => {
    if (part === "" || part === ".") return done;
    return part === ".." ? done.slice(0, -1) : [...done, part];
  }, []);
  return `/${parts.join("/")}`;
}

/** Both normal; a path is within itself. */
export const isWithin = (path: string, root: string): boolean =>
  path === root || root === "/" || path.startsWith(`${root}/`);
