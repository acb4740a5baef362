import { say } from "@/lib/i18n/say";
import type { VariablesChange } from "@/lib/clusters/server/cluster-variables";
import type { VariableRecord } from "@/lib/clusters/server/variable-store";
import type { Services } from "@/lib/server/services";
import { faultError, type Fault } from "@/lib/shared/errors";
import { parseDotenv } from "../dotenv";
import type { VariableChangeKind } from "../dto";
import { variableFault } from "../names";

/** Without a value the stored one stays: so a plain variable becomes a secret without being written again. */
export type VariableInput = {
  readonly name: string;
  readonly value?: string | undefined;
  readonly secret?: boolean | undefined;
};

export type VariablesInput = {
  readonly variables?: readonly VariableInput[] | undefined;
  /** A `.env` text: each line as one more variable. */
  readonly env_file?: string | undefined;
  /** Whether those of `env_file` are secrets. */
  readonly env_file_secret?: boolean | undefined;
  readonly remove?: readonly string[] | undefined;
};

export type ReadChange = VariablesChange & {
  readonly changes: readonly { readonly name: string; readonly kind: VariableChangeKind; readonly secret: boolean }[];
};

const mostAtOnce = 2_000;

/** What is to be written, without what stays as it is. Throws `document/invalid` with every fault, those of `env_file` with their lines. */
export function readChange(
  { secrets }: Pick<Services, "secrets">,
  stored: readonly VariableRecord[],
  input: VariablesInput,
): ReadChange {
  const faults: Fault[] = [];
  const wanted = [...(input.variables ?? []), ...ofFile(input, faults)];
  const remove = input.remove ?? [];
  if (wanted.length + remove.length > mostAtOnce)
    throw faultError("document/invalid", { path: "", ...say("variable/many", { most: mostAtOnce }) });
  const byName = new Map(stored.map((record) => [record.name, record]));
  const open = ({ value, secret }: VariableRecord) => (secret ? secrets.open(value) : value);
  const seen = new Set<string>();
  const once = (name: string) => {
    if (seen.has(name)) faults.push({ path: name, ...say("variable/twice", { name }) });
    seen.add(name);
  };
  const set: { name: string; value: string; secret: boolean; kind: VariableChangeKind }[] = [];
  for (const { name, value, secret: asked } of wanted) {
    once(name);
    const before = byName.get(name);
    const secret = asked ?? before?.secret ?? false;
    const kept = before && (secret || !before.secret) ? open(before) : undefined;
    const now = value ?? kept;
    const fault =
      variableFault(name, now ?? "") ?? (now === undefined ? say("variable/value-missing", { name }) : null);
    if (fault) faults.push({ path: name, ...fault });
    else if (now !== undefined) {
      const same = before?.secret === secret && open(before) === now;
      set.push({ name, value: now, secret, kind: same ? "same" : before ? "changed" : "new" });
    }
  }
  for (const name of remove) {
    once(name);
    if (!byName.has(name)) faults.push({ path: name, ...say("variable/none-kept", { name }) });
  }
  const [first, ...others] = faults;
  if (first) throw faultError("document/invalid", first, ...others);
  return {
    set: set.filter(({ kind }) => kind !== "same").map(({ name, value, secret }) => ({ name, value, secret })),
    remove,
    changes: [
      ...set.map(({ name, kind, secret }) => ({ name, kind, secret })),
      ...remove.map((name) => ({ name, kind: "removed" as const, secret: byName.get(name)?.secret ?? false })),
    ],
  };
}

function ofFile(
  { env_file: text, env_file_secret: secret }: VariablesInput,
  faults: Fault[],
): readonly VariableInput[] {
  if (text === undefined) return [];
  const reading = parseDotenv(text);
  if (!reading.ok) {
    faults.push(...reading.faults);
    return [];
  }
  return reading.entries.map((entry) => ({ ...entry, ...(secret === undefined ? {} : { secret }) }));
}
