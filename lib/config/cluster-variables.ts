import { settingNames } from "./settings";

export const variablesByEnvPrefix = "USER_DEFINED_VARS__ENV__";

/** Never inherited by a workspace, even when a pattern matches (product, section 3): they belong to the portal's own process. */
const processNames = new Set([
  ...[
    "PATH",
    "HOME",
    "HOSTNAME",
    "PWD",
    "OLDPWD",
    "SHLVL",
    "SHELL",
    "TERM",
    "USER",
    "LOGNAME",
    "_",
    "INIT_CWD",
    "COLOR",
    "EDITOR",
    "TMPDIR",
  ],
  ...[
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "PGPASSWORD",
    "PGPASSFILE",
    "CHECKPOINT_DISABLE",
  ],
]);

const processPrefixes = [
  "BERTH_",
  "KUBERNETES_",
  "NODE",
  "npm_",
  "NPM_",
  "NEXT_",
  "NEXTAUTH_",
  "AUTH_",
  "PRISMA_",
  "__NEXT",
  variablesByEnvPrefix,
];

const names: ReadonlySet<string> = new Set(settingNames);

/** May a workspace inherit a variable of this name from the portal's environment? */
export function isInheritable(name: string): boolean {
  return !names.has(name) && !processNames.has(name) && !processPrefixes.some((prefix) => name.startsWith(prefix));
}
