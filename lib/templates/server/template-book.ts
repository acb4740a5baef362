import type { Db } from "@/lib/server/db";
import { builtIns, findBuiltIn } from "../built-in";
import { readTemplate } from "../parse";
import type { Template } from "../template";
import {
  findState,
  findStored,
  listNewestStored,
  listStates,
  newestStored,
  type StoredVersion,
  type TemplateState,
} from "./template-store";

export type TemplateVersion = Pick<StoredVersion, "name" | "number" | "text" | "message"> & {
  readonly template: Template;
  /** Null: it came with Berth. */
  readonly author: { readonly email: string; readonly at: Date } | null;
};

/** A template with the version that is in force. */
export type PresentTemplate = { readonly version: TemplateVersion; readonly state: TemplateState };

/**
 * The templates of the portal: those that come with Berth, and the versions that administrators saved. As soon as there is a saved version of a
 * name, the newest of these is in force, whatever Berth ships later. Which one is newest is asked each time, because another replica may have
 * saved it; a version never changes, so it is read once.
 */
export type TemplateBook = {
  readonly present: (name: string) => Promise<PresentTemplate | null>;
  /** Any version, a deleted one too: workspaces may stand on it. */
  readonly find: (name: string, number: number) => Promise<TemplateVersion | null>;
  /** Berth's own in their order, then the administrators' by name. */
  readonly all: () => Promise<readonly PresentTemplate[]>;
};

export function createTemplateBook(db: Db): TemplateBook {
  const read = new Map<string, TemplateVersion>();

  function once(name: string, number: number, make: () => TemplateVersion): TemplateVersion {
    const key = `${name}@${number}`;
    const found = read.get(key) ?? make();
    read.set(key, found);
    return found;
  }
  const ofStored = ({ name, number, text, message, authorEmail: email, createdAt: at }: StoredVersion) =>
    once(name, number, () => ({ name, number, text, message, template: readTemplate(text), author: { email, at } }));

  function builtIn(name: string, number: number): TemplateVersion | null {
    const text = findBuiltIn(name)?.texts[number - 1];
    if (text === undefined) return null;
    return once(name, number, () => ({ name, number, text, message: "", template: readTemplate(text), author: null }));
  }

  function inForce(
    name: string,
    stored: StoredVersion | undefined | null,
    state: TemplateState,
  ): PresentTemplate | null {
    const kept = stored && stored.number > state.deletedThrough ? stored : null;
    const version = kept ? ofStored(kept) : builtIn(name, findBuiltIn(name)?.texts.length ?? 0);
    return version && { version, state };
  }

  return {
    async present(name) {
      const [stored, state] = await Promise.all([newestStored(db, name), findState(db, name)]);
      return inForce(name, stored, state);
    },
    async find(name, number) {
      const known = read.get(`${name}@${number}`);
      if (known) return known;
      const stored = await findStored(db, name, number);
      return stored ? ofStored(stored) : builtIn(name, number);
    },
    async all() {
      const [stored, stateOf] = await Promise.all([listNewestStored(db), listStates(db)]);
      const names = [
        ...builtIns.map(({ name }) => name),
        ...stored.map(({ name }) => name).filter((name) => !findBuiltIn(name)),
      ];
      return names.flatMap((name) => {
        const newest = stored.find((version) => version.name === name);
        return inForce(name, newest, stateOf(name)) ?? [];
      });
    },
  };
}
