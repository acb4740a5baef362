import { say, type Said } from "@/lib/i18n/say";
import { isNeverInherited } from "./inherit";

export const mostCharacters = 65_536;

/** Why a variable of this name and value cannot be kept, or null. */
export function variableFault(name: string, value: string): Said | null {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,252}$/.test(name)) return say("variable/name-form");
  if (isNeverInherited(name)) return say("variable/own-setting", { name });
  if (value.length > mostCharacters) return say("variable/too-long", { most: mostCharacters });
  return value.includes("\0") ? say("variable/zero") : null;
}

/** Why a workspace cannot have a secret of this name and value, or null. `ENV` chooses which variables it inherits, so it is no secret. */
export function secretFault(name: string, value: string): Said | null {
  return name === "ENV" ? say("secret/env") : variableFault(name, value);
}

/**
 * Names by which shells, linkers and interpreters load code or choose whom they talk to: offered to others, such a secret would run its owner's
 * code in their workspaces.
 */
const steering = {
  exact: new Set([
    ...["ENV", "BASH_ENV", "BASHOPTS", "SHELLOPTS", "IFS", "CDPATH", "PS4", "PROMPT_COMMAND", "ZDOTDIR", "TMPDIR"],
    ...["CLASSPATH", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "MAVEN_OPTS", "GRADLE_OPTS", "GOFLAGS"],
    ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "FTP_PROXY", "OPENSSL_CONF", "CURL_CA_BUNDLE"],
    ...["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "RESOLV_HOST_CONF", "HOSTALIASES", "GCONV_PATH"],
    ...["EDITOR", "VISUAL", "PAGER", "MANPAGER", "BROWSER", "CURL_HOME", "WGETRC", "NETRC"],
  ]),
  prefixes: [
    ...["LD_", "DYLD_", "PYTHON", "IPYTHON", "JUPYTER", "PERL", "RUBY", "GEM_", "BUNDLE_", "LUA_", "PHP"],
    ...["R_", "GIT_", "SSH_", "PIP_", "UV_", "CONDA_", "VIRTUAL_ENV", "XDG_", "BASH_FUNC_", "CARGO_", "RUSTC"],
  ],
};

/** Why a secret of this name cannot be offered to other workspaces, or null. */
export function sharingFault(name: string): Said | null {
  const upper = name.toUpperCase();
  const steers = steering.exact.has(upper) || steering.prefixes.some((prefix) => upper.startsWith(prefix));
  return steers ? say("secret/steers", { name }) : null;
}
