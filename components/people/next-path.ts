/** Where to go after signing in: a path of this portal or the list of workspaces, never another site. */
export function nextPath(asked: unknown): string {
  if (typeof asked !== "string" || !/^\/(?![/\\])/.test(asked) || /[\u0000-\u001f\\]/.test(asked)) return "/workspaces";
  return asked;
}
