import Docker from "dockerode";
import { objectNames } from "../../naming";
import { planChanges, type Plan } from "../../plan";
import type { ClusterRuntime, Observation, PhaseAndCause, WorkspaceRef } from "../../provider";
import { dockerProvider } from "../provider";
import { isPortalError } from "@/lib/shared/errors";
import { getIn, type JsonObject } from "@/lib/shared/json";

export const image = "berth.test/workspace:1";
export const calm = (): AbortSignal => new AbortController().signal;

export type Wish = {
  readonly container?: JsonObject;
  readonly document?: JsonObject;
  readonly running?: boolean;
  readonly restarts?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
};

/** One workspace on a real engine for tests: the verbs of the reconciler without its database. */
export type TestWorkspace = {
  readonly ref: WorkspaceRef;
  readonly runtime: ClusterRuntime;
  /** The engine itself, past the provider. */
  readonly docker: Docker;
  readonly plan: (wish: Wish) => Promise<Plan>;
  readonly bringAbout: (wish: Wish) => Promise<Plan>;
  readonly phase: (observation: Observation) => PhaseAndCause;
  /** Looks until it has this phase (and cause). */
  readonly reach: (phase: string, cause?: string) => Promise<PhaseAndCause>;
  readonly inspect: () => Promise<Docker.ContainerInspectInfo>;
  readonly run: (...command: string[]) => Promise<string>;
  /** Removes all that was made and ends the connection. */
  readonly end: () => Promise<void>;
};

/** Code of the cause for which something is refused, else that of the error. */
export async function refusalOf(deed: Promise<unknown>): Promise<unknown> {
  const error: unknown = await deed.then(
    () => "nothing was refused",
    (reason: unknown) => reason,
  );
  if (!isPortalError(error)) throw error;
  return getIn(error.options.details, ["cause", "code"]) ?? error.code;
}

export type TestOptions = {
  readonly socket: string;
  readonly options?: JsonObject;
  readonly credentials?: JsonObject;
  /** Of a workspace that another connection made. */
  readonly ref?: WorkspaceRef;
};

export async function openTestWorkspace({
  socket,
  options = {},
  credentials = {},
  ref: given,
}: TestOptions): Promise<TestWorkspace> {
  const id = `test${Math.random().toString(36).slice(2, 10).padEnd(8, "0")}`;
  const name = `test-${id.slice(4)}`;
  const ref = given ?? { id, name, names: objectNames("docker", { id, name }, false), namespace: null };
  const docker = new Docker({ socketPath: socket });
  const runtime = await dockerProvider.connect({
    id: "test",
    name: "test",
    type: "docker",
    options: { host: `unix://${socket}`, ...options },
    credentials,
  });
  const watching = new AbortController();
  await runtime.watch(() => undefined, watching.signal);
  const facts = await runtime.facts(calm());

  const build = ({
    container = {},
    document = {},
    running = true,
    restarts = 0,
    environment = {},
    secrets = [],
  }: Wish) =>
    dockerProvider.build(
      { container_config: { image, ...container }, ...document },
      {
        workspace: { id: ref.id, name: ref.name, owner: "owner@example.com", revision: 1, restarts },
        names: ref.names,
        namespace: null,
        running,
        environment: Object.entries(environment).map(([key, value]) => ({
          name: key,
          value,
          secret: secrets.includes(key),
          origin: "document",
        })),
        facts,
      },
    );
  const observe = () => runtime.observe(ref, calm());
  const plan = async (wish: Wish) => planChanges(build(wish), (await observe()).manifests, dockerProvider.rules, "");
  const phase = (observation: Observation) =>
    dockerProvider.phaseOf(observation, { desired: "running", cluster: "test", port: 6789, now: new Date() });

  return {
    ref,
    runtime,
    docker,
    plan,
    phase,
    bringAbout: async (wish) => {
      const next = await plan(wish);
      for (const step of next.steps) await runtime.apply(step, ref, calm());
      return next;
    },
    reach: async (wanted, cause) => {
      const deadline = performance.now() + 40_000;
      for (;;) {
        const found = phase(await observe());
        if (found.phase === wanted && (cause === undefined || found.cause?.code === cause)) return found;
        if (performance.now() > deadline) throw new Error(`not ${wanted} ${cause ?? ""} but ${JSON.stringify(found)}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    inspect: () => docker.getContainer(ref.names.main).inspect(),
    run: async (...command) => {
      const session = await runtime.exec(ref, { command, tty: false, cols: 80, rows: 24 }, calm());
      let output = "";
      for await (const chunk of session.stream) output += String(chunk);
      await session.done;
      return output.trim();
    },
    end: async () => {
      for (const step of planChanges([], (await observe()).manifests, dockerProvider.rules, "").steps)
        await runtime.apply(step, ref, calm());
      watching.abort();
      await runtime.close();
    },
  };
}
