import type { Agent } from "node:http";
import type { RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";

/** Rotated tokens and certificates are read again this often, and after a 401. */
const lifetime = 30_000;

export type Credentials = {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: Pick<
    RequestOptions,
    "ca" | "cert" | "key" | "passphrase" | "pfx" | "rejectUnauthorized" | "servername"
  >;
  readonly agent: Agent | undefined;
};

const tlsKeys = ["ca", "cert", "key", "passphrase", "pfx", "rejectUnauthorized", "servername"] as const;

/** How to sign in to the cluster, as the kubeconfig says: token, certificate, password, or a program of the portal's own kubeconfig. */
export function createCredentials(
  kubeConfig: KubeConfig,
  agent: Agent,
): { readonly get: () => Promise<Credentials>; readonly forget: () => void } {
  let known: { readonly credentials: Credentials; readonly until: number } | null = null;

  const read = async (): Promise<Credentials> => {
    const options: RequestOptions = {};
    await kubeConfig.applyToHTTPSOptions(options);
    const tls = tlsKeys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]] as const);
    const isProxied = Boolean(kubeConfig.getCurrentCluster()?.proxyUrl);
    return {
      headers: { ...textHeaders(options.headers), ...basicAuth(options.auth) },
      tls: Object.fromEntries(tls),
      // A proxy has an agent of its own; without one, ours keeps connections open.
      agent: isProxied && typeof options.agent === "object" ? options.agent : agent,
    };
  };

  return {
    get: async () => {
      if (known && known.until > Date.now()) return known.credentials;
      try {
        const credentials = await read();
        known = { credentials, until: Date.now() + lifetime };
        return credentials;
      } catch (error) {
        throw new PortalError("cluster/unreachable", say("api/sign-in-not-ready"), { cause: error });
      }
    },
    forget: () => {
      known = null;
    },
  };
}

function textHeaders(headers: RequestOptions["headers"]): Readonly<Record<string, string>> {
  const entries = Object.entries(headers ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}

const basicAuth = (auth: string | null | undefined): Readonly<Record<string, string>> =>
  auth ? { authorization: `Basic ${Buffer.from(auth).toString("base64")}` } : {};
