import { builtInTexts } from "./built-in-texts";

/** A template that comes with Berth. Its versions never change; the last one is in force. */
export type BuiltIn = { readonly name: string; readonly texts: readonly [string, ...string[]] };

const nameOf = (text: string): string => /^name: (\S+)/.exec(text)?.[1] ?? "";

export const builtIns: readonly BuiltIn[] = builtInTexts.map((texts) => ({ name: nameOf(texts[0]), texts }));

export const findBuiltIn = (name: string): BuiltIn | undefined => builtIns.find((entry) => entry.name === name);

/** Numbers up to this one belong to the versions that Berth ships; those that administrators save above them follow. */
export const builtInNumbers = 100;

/** Programs to look for on a local machine: a template whose command begins with one of them needs it. */
export const templatePrograms: readonly string[] = ["mage", "jupyter", "code-server"];
