import { PortalError, errorTable, type ErrorCode } from "@/lib/shared/errors";
import { isObject, type Json } from "@/lib/shared/json";
import type { Provider } from "../provider";
import { buildFake, fakePhase, fakeRules } from "./build";
import {
  createClusterState,
  fakeCalls,
  type FakeCall,
  type FakeCluster,
  type FakeFault,
  type FakeScript,
  type FakeStart,
} from "./cluster";

/** A fake cluster and its strings: `provider` goes to the portal, `control` stays in the test. The state outlives every connection. */
export function createFakeCluster(
  script: FakeScript = {},
  now: () => string = () => "2026-01-01T00:00:00.000Z",
): { readonly provider: Provider; readonly control: FakeCluster["control"] } {
  const cluster = createClusterState(script, now);
  return { provider: providerOf(() => cluster), control: cluster.control };
}

/** By configuration alone: `options.script`. Every connection is a new, empty cluster. */
export const fakeProvider: Provider = providerOf((script) =>
  createClusterState(parseScript(script), () => "2026-01-01T00:00:00.000Z"),
);

function providerOf(clusterFor: (script: Json | undefined) => FakeCluster): Provider {
  return {
    type: "fake",
    build: buildFake,
    rules: fakeRules,
    phaseOf: fakePhase,
    connect: async (config) => {
      const cluster = clusterFor(config.options.script);
      // boundary-exception: connect is the door to I/O
      const { fakeRuntime } = await import("./server/runtime");
      return cluster.enter("connect", null, config.name, null, () => fakeRuntime(cluster));
    },
  };
}

const starts: readonly FakeStart[] = ["ready", "never-ready", "crash", "manual"];

function parseScript(script: Json | undefined): FakeScript {
  if (!isObject(script)) return {};
  const start = starts.find((each) => each === script.start);
  const faults = Array.isArray(script.faults) ? script.faults.map(parseFault) : [];
  return { faults, ...(start ? { start } : {}) };
}

function parseFault(fault: Json): FakeFault {
  const read = isObject(fault) ? fault : {};
  const call = fakeCalls.find((each): each is FakeCall => each === read.call);
  if (!call || typeof read.error !== "string" || !isErrorCode(read.error)) {
    throw new PortalError(
      "document/invalid",
      "options.script.faults: each needs a call of the runtime and an error code",
    );
  }
  return {
    call,
    error: read.error,
    ...(typeof read.message === "string" ? { message: read.message } : {}),
    ...(typeof read.times === "number" ? { times: read.times } : {}),
    ...(typeof read.after === "number" ? { after: read.after } : {}),
    ...(read.afterEffect === true ? { afterEffect: true } : {}),
  };
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);
