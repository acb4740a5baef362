import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { readYaml } from "@/lib/shared/yaml";

/** Fields that neither start a program nor read a file: `exec`, `auth-provider`, `token-file`, `client-certificate` and the like do. */
const allowed = {
  cluster: [
    "server",
    "certificate-authority-data",
    "insecure-skip-tls-verify",
    "tls-server-name",
    "proxy-url",
    "disable-compression",
  ],
  user: ["token", "username", "password", "client-certificate-data", "client-key-data", "as", "as-groups"],
} as const;

/** What to write instead of a field that is not allowed. */
const wayOut: Readonly<Record<string, string>> = {
  exec: "Berth starts no programs to sign in: use a service account's token or a client certificate.",
  "auth-provider": "Berth starts no programs to sign in: use a service account's token or a client certificate.",
};

const flatten = "Berth reads no files for it: put the content in, as `kubectl config view --raw --flatten` prints it.";

/**
 * A kubeconfig that somebody pasted, checked: it comes from outside, so it must not run anything or read anything on the portal's machine.
 * The result is what may be loaded, not the text: another parser could read the text otherwise.
 */
export function checkKubeconfig(text: string): JsonObject {
  const read = readYaml(text);
  if (!read.ok) throw unreadable(read.faults[0]?.message ?? "");
  const config = read.value;
  if (!isObject(config)) throw unreadable("it is no mapping.");
  for (const kind of ["cluster", "user"] as const) {
    const entries = getIn(config, [`${kind}s`]) ?? [];
    if (!Array.isArray(entries)) throw unreadable(`${kind}s is no list.`);
    entries.forEach((entry: unknown, index) => checkEntry(kind, entry, index));
  }
  return config;
}

function checkEntry(kind: keyof typeof allowed, entry: unknown, index: number): void {
  const content = getIn(entry, [kind]) ?? {};
  if (!isObject(content)) throw unreadable(`${kind}s[${index}].${kind} is no mapping.`);
  const known: readonly string[] = allowed[kind];
  const refused = Object.keys(content).find((key) => !known.includes(key));
  if (refused === undefined) return;
  throw new PortalError(
    "document/invalid",
    say("api/kubeconfig-key", { where: `${kind}s[${index}].${kind}.${refused}`, way_out: wayOut[refused] ?? flatten }),
  );
}

const unreadable = (reason: string): PortalError =>
  new PortalError("document/invalid", say("api/kubeconfig-unreadable", { reason }));
