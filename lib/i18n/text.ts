/**
 * A text for people as a code and its parameters, so that a screen can say it in the reader's language. A parameter may be a text itself:
 * "The cluster lab does not answer: {reason}". Parameters are shown, so a secret is never one.
 */
export type Text = { readonly code: string; readonly params: Readonly<Record<string, string | number | Text>> };

/** A text in English, complete, as the API, the command line and the log show it; without `text` it is told in no other language. */
export type Sayable = { readonly message: string; readonly text?: Text | undefined };

export const isText = (value: unknown): value is Text =>
  typeof value === "object" && value !== null && "code" in value && "params" in value;

/** Codes and their texts in one language; `{name}` stands for a parameter. */
export type Catalogue = Readonly<Record<string, string>>;

export const fill = (template: string, params: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? "?"));

/** The parameters with which a template gives this text; null where it cannot. */
export function unfill(template: string, text: string): Readonly<Record<string, string>> | null {
  const quoted = template.split(/\{\w+\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const found = new RegExp(`^${quoted.join("([\\s\\S]*?)")}$`).exec(text);
  return found && Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ""]));
}

/** Finds a text again by its words, parameters included: the first template that gives it. What fits none stays as it is. */
export function recogniseAmong(message: string, templates: Catalogue): Sayable {
  for (const [code, template] of Object.entries(templates)) {
    const params = unfill(template, message);
    if (!params) continue;
    const parts = Object.entries(params).map(
      ([name, part]) => [name, recogniseAmong(part, templates).text ?? part] as const,
    );
    return { message, text: { code, params: Object.fromEntries(parts) } };
  }
  return { message };
}

/** The text in the catalogue's language; null where the catalogue lacks it or a part of it. */
export function render({ code, params }: Text, catalogue: Catalogue): string | null {
  const template = Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;
  if (template === undefined) return null;
  const filled: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    const told = typeof value === "object" ? render(value, catalogue) : value;
    if (told === null) return null;
    filled[name] = told;
  }
  return fill(template, filled);
}

/** The text in the catalogue's language, else as it came. */
export const told = (said: Sayable, catalogue: Catalogue): string =>
  (said.text && render(said.text, catalogue)) ?? said.message;
