import { english } from "./english/catalogue";
import { fill, recogniseAmong, type Sayable, type Text } from "./text";

type English = typeof english;
export type TextCode = keyof English;

type Placeholders<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
/** Another text, or a word that is the same in every language: a name, a number, what a backend said. */
type Argument = string | number | Sayable;
type Arguments<C extends TextCode> = [Placeholders<English[C]>] extends [never]
  ? []
  : [params: Readonly<Record<Placeholders<English[C]>, Argument>>];

/** Codes of texts without parameters. */
export type PlainCode = { [C in TextCode]: [Placeholders<English[C]>] extends [never] ? C : never }[TextCode];

export type Said = { readonly message: string; readonly text: Text };

/** A text for people: in English, and with what a screen needs to say it in another language (docs/decisions/0005). */
export function say<C extends TextCode>(code: C, ...params: Arguments<C>): Said;
export function say(code: TextCode, params: Readonly<Record<string, Argument>> = {}): Said {
  const entries: readonly (readonly [string, Argument])[] = Object.entries(params);
  const inEnglish = entries.map(([name, value]) => [name, typeof value === "object" ? value.message : value] as const);
  const inText = entries.map(
    ([name, value]) => [name, typeof value === "object" ? (value.text ?? value.message) : value] as const,
  );
  return {
    message: fill(english[code], Object.fromEntries(inEnglish)),
    text: { code, params: Object.fromEntries(inText) },
  };
}

/** The English text alone, for schemas, whose issues can carry nothing else; `recognise` finds its code again. */
export const plain = (code: PlainCode): string => english[code];

const codes: ReadonlyMap<string, string> = new Map(
  Object.entries(english).flatMap(([code, text]) => (text.includes("{") ? [] : [[text, code] as const])),
);

type Area = "api" | "engine" | "policy" | "reason";

/**
 * What a backend's state or connection said as a plain sentence. Only within an area, whose sentences are distinct; what is not ours stays
 * in English.
 */
export function recogniseIn(message: string, ...areas: readonly Area[]): Sayable {
  const exact = recognise(message);
  if (exact.text) return exact;
  const within = Object.entries(english).filter(([code]) => areas.some((area) => code.startsWith(`${area}/`)));
  return recogniseAmong(message, Object.fromEntries(within));
}

/** What a schema said with `plain`; anything else stays in English. */
export function recognise(message: string): Sayable {
  const code = codes.get(message);
  return code === undefined ? { message } : { message, text: { code, params: {} } };
}
