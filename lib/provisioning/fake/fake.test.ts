import { expect, it } from "vitest";
import { calm, createSubject } from "../contract/server/subject";
import { createFakeCluster, fakeProvider } from "./provider";
import type { FakeScript } from "./cluster";

const config = { id: "f", name: "fake", type: "fake", options: {}, credentials: {} } as const;
const wanted = { running: true, environment: {} };

async function fake(script: FakeScript = {}) {
  const { provider, control } = createFakeCluster(script);
  const backend = {
    provider,
    config,
    namespace: null,
    document: {},
    environmentPath: "/",
    port: 6789,
    file: "f",
    cleanUp: async () => undefined,
  };
  const connect = () => createSubject(backend, "w", "w00000000000");
  return { control, connect, subject: await connect() };
}

it("fails the calls that its script names, as often as it says", async () => {
  const { control, subject } = await fake();
  control.fail({ call: "apply", error: "cluster/conflict", times: 1, after: 1 });
  await expect(subject.bringAbout(wanted)).rejects.toMatchObject({ code: "cluster/conflict" });
  expect((await subject.observe()).manifests.map((manifest) => manifest.kind)).toEqual(["Volume"]);
  await subject.bringAbout(wanted);
  expect((await subject.plan(wanted)).steps).toEqual([]);
});

it("can do the work and lose the answer", async () => {
  const { control, subject } = await fake();
  control.fail({ call: "apply", error: "cluster/unreachable", times: 1, afterEffect: true });
  await expect(subject.bringAbout(wanted)).rejects.toMatchObject({ code: "cluster/unreachable" });
  expect((await subject.observe()).manifests).toHaveLength(1);
});

it("keeps its state when another portal connects", async () => {
  const { connect, subject } = await fake();
  await subject.bringAbout(wanted);
  await subject.end();
  expect((await (await connect()).plan(wanted)).steps).toEqual([]);
});

it("starts never, crashing or by hand", async () => {
  const phase = async (script: FakeScript) => {
    const { subject } = await fake(script);
    await subject.bringAbout(wanted);
    return subject.phase(await subject.observe(), "running").phase;
  };
  expect([await phase({ start: "never-ready" }), await phase({ start: "crash" })]).toEqual(["starting", "failed"]);
  const { control, subject } = await fake({ start: "manual" });
  await subject.bringAbout(wanted);
  control.makeReady(subject.ref.id);
  expect(subject.phase(await subject.observe(), "running").phase).toBe("running");
});

it("can lose events of the watch until it syncs again", async () => {
  const { control, subject } = await fake();
  control.loseEvents();
  await subject.bringAbout(wanted);
  expect(subject.runtime.recall(subject.ref.id)).toBeNull();
  control.resync();
  expect(subject.runtime.recall(subject.ref.id)).not.toBeNull();
});

it("can be away, and tells when it is back", async () => {
  const { control, subject } = await fake();
  control.unreachable("no route");
  await expect(subject.observe()).rejects.toMatchObject({ code: "cluster/unreachable" });
  control.reachable();
  expect(subject.changes.map((change) => change.type)).toEqual(["reachable", "unreachable", "reachable"]);
});

it("holds calls until the test lets them go", async () => {
  const { control, subject } = await fake();
  const release = control.hold("observe");
  let answered = false;
  const call = subject.observe().then(() => (answered = true));
  await Promise.resolve();
  expect(answered).toBe(false);
  release();
  await call;
});

it("forgets what somebody else removed", async () => {
  const { control, subject } = await fake();
  await subject.bringAbout(wanted);
  control.removeAll(subject.ref.id);
  expect((await subject.plan(wanted)).steps.map((step) => step.action)).toEqual(["create", "create"]);
});

it("takes its script from the cluster's options, too", async () => {
  const script = { faults: [{ call: "health", error: "cluster/forbidden" }] };
  const runtime = await fakeProvider.connect({ ...config, options: { script } });
  await expect(runtime.health(calm())).rejects.toMatchObject({ code: "cluster/forbidden" });
  await expect(fakeProvider.connect({ ...config, options: { script: { faults: [{ call: "nap" }] } } })).rejects.toThrow(
    "faults",
  );
});
