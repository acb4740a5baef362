import { say } from "@/lib/i18n/say";
import { cause, type Cause } from "@/lib/workspaces/cause";

type Rule = {
  readonly pattern: RegExp;
  readonly make: (match: RegExpExecArray, context: CauseContext, text: string) => Cause;
};
export type CauseContext = { readonly image: string; readonly name: string };

/**
 * Docker has a status code for few failures; what went wrong is in the text. These are the texts of dockerd 20.10 to 28 (daemon, containerd
 * and registry client), the more specific first.
 */
const rules: readonly Rule[] = [
  {
    pattern: /bind source path does not exist: (\S+)/,
    make: ([, path = "?"], _, text) => cause("bind-path-missing", { path }, [text]),
  },
  {
    pattern: /exec: "([^"]*)": (.+?)(?:: unknown)?$/,
    make: ([, command = "?", reason = "?"], _, text) => cause("command-not-found", { command, reason }, [text]),
  },
  {
    pattern: /exec (\S+) failed: (.+)$/,
    make: ([, command = "?", reason = "?"], _, text) => cause("command-not-found", { command, reason }, [text]),
  },
  {
    pattern: /chdir to cwd \("([^"]*)"\).*?: (.+)$/,
    make: ([, path = "?", reason = "?"], _, text) =>
      cause("rejected", { reason: say("reason/working-directory", { path, reason }) }, [text]),
  },
  {
    pattern: /(?:port is already allocated|address already in use)/,
    make: (_, __, text) => cause("port-in-use", { port: /:(\d+)(?:\s|:|\/| failed)/.exec(text)?.[1] ?? "?" }, [text]),
  },
  {
    pattern: /network (\S+) not found/,
    make: ([, network = "?"], _, text) => cause("network-not-found", { network }, [text]),
  },
  {
    pattern: /container name "\/?([^"]+)" is already in use/,
    make: ([, name = "?"], _, text) => cause("name-in-use", { name }, [text]),
  },
  {
    pattern:
      /manifest unknown|manifest for \S+ not found|No such image|repository \S+ not found|failed to resolve reference \S+: \S+: not found|invalid reference format/i,
    make: (_, { image }, text) => cause("image-not-found", { image }, [text]),
  },
  {
    pattern: /pull access denied|unauthorized|authentication required|denied: /i,
    make: (_, { image }, text) => cause("image-pull-denied", { image }, [text]),
  },
  {
    // Everything else that only another configuration heals: the engine answers 500 to it as to its own troubles.
    pattern:
      /unable to find (?:user|group)|is not a directory|OCI runtime create failed|invalid mount config|could not select device driver/,
    make: (_, __, text) => cause("rejected", { reason: text }, [text]),
  },
];

/** The cause behind a message of the engine; null when it is none that we know. */
export function causeOfMessage(message: string, context: CauseContext): Cause | null {
  const text = message.replace(/^\(HTTP code \d+\)[^-]*- /, "").trim();
  for (const { pattern, make } of rules) {
    const match = pattern.exec(text);
    if (match) return make(match, context, text);
  }
  return null;
}
