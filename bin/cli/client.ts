import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Exit codes of the CLI (api.md). */
export const exitCodes = { ok: 0, failed: 1, usage: 2, notFound: 3, refused: 4 } as const;

export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = exitCodes.failed,
    /** What the portal answered. */
    readonly problem: Problem | null = null,
  ) {
    super(message);
  }
}

export const isCliError = (error: unknown): error is CliError => error instanceof CliError;

type Login = { readonly url: string; readonly token: string };

const configFile = (): string =>
  path.join(process.env["XDG_CONFIG_HOME"] ?? path.join(os.homedir(), ".config"), "berth", "login.json");

export function saveLogin(login: Login): string {
  const file = configFile();
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 });
  fs.chmodSync(file, 0o600);
  return file;
}

/** From BERTH_URL and BERTH_TOKEN, else from `berth login`. */
export function readLogin(): Login {
  let saved: Partial<Login> = {};
  try {
    saved = JSON.parse(fs.readFileSync(configFile(), "utf8")) as Partial<Login>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw new CliError(`${configFile()} cannot be read: ${String(error)}`);
  }
  const url = process.env["BERTH_URL"] ?? saved.url ?? "http://localhost:3000";
  const token = process.env["BERTH_TOKEN"] ?? saved.token;
  if (!token) throw new CliError("No token: run `berth login`, or set BERTH_TOKEN", exitCodes.usage);
  return { url: url.replace(/\/$/, ""), token };
}

type Problem = {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly request_id?: string;
  readonly errors?: readonly {
    readonly path: string;
    readonly message: string;
    readonly line?: number;
    readonly column?: number;
  }[];
};

function exitCodeFor(status: number): number {
  if (status === 404) return exitCodes.notFound;
  if (status === 401 || status === 403 || status === 409 || status === 422) return exitCodes.refused;
  return status === 400 ? exitCodes.usage : exitCodes.failed;
}

/** The text of a problem, with one line per fault of the input. */
export function describeProblem(problem: Problem, status: number): string {
  const faults = (problem.errors ?? []).map((fault) => {
    const place =
      fault.line === undefined ? "" : `line ${fault.line}${fault.column === undefined ? "" : `:${fault.column}`} `;
    return `  ${place}${fault.path || "document"}: ${fault.message}`;
  });
  const head = problem.detail ?? problem.title ?? `the portal answered ${status}`;
  return [head, ...faults, ...(status >= 500 && problem.request_id ? [`  request id ${problem.request_id}`] : [])].join(
    "\n",
  );
}

export type RequestOptions = {
  readonly method?: string;
  readonly body?: unknown;
  readonly yaml?: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
};

export function createClient(login: Login) {
  async function send(pathname: string, options: RequestOptions = {}): Promise<Response> {
    const url = new URL(`/api/v1${pathname}`, login.url);
    for (const [key, value] of Object.entries(options.query ?? {}))
      if (value !== undefined) url.searchParams.set(key, value);
    const headers: Record<string, string> = { authorization: `Bearer ${login.token}`, accept: "application/json" };
    if (options.body !== undefined) headers["content-type"] = "application/json";
    if (options.yaml !== undefined) headers["content-type"] = "application/yaml";
    const body = options.yaml ?? (options.body === undefined ? null : JSON.stringify(options.body));
    let response: Response;
    try {
      response = await fetch(url, { method: options.method ?? "GET", headers, body });
    } catch (error) {
      const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CliError(`${login.url} does not answer: ${reason}`);
    }
    if (response.ok) return response;
    const text = await response.text();
    let problem: Problem;
    try {
      problem = JSON.parse(text) as Problem;
    } catch {
      problem = { detail: text.trim().slice(0, 300) };
    }
    throw new CliError(describeProblem(problem, response.status), exitCodeFor(response.status), problem);
  }
  return {
    login,
    send,
    json: async <T>(pathname: string, options?: RequestOptions): Promise<T> =>
      (await (await send(pathname, options)).json()) as T,
  };
}

export type Client = ReturnType<typeof createClient>;
