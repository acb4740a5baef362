import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import { manifestKey, type Manifest } from "@/lib/provisioning/manifest";
import { planChanges } from "@/lib/provisioning/plan";
import type { Observation } from "@/lib/provisioning/provider";
import type { Call } from "@/lib/server/services";
import { getIn, isObject, type Json } from "@/lib/shared/json";
import type { PlanDto } from "../dto";
import { createWorkspace } from "./create-workspace";
import { getWorkspace } from "./get-workspace";
import { previewUpdate } from "./preview-update";
import { openTestPortal, type TestPortal } from "./testing";
import { updateWorkspace } from "./update-workspace";

const variables = fc.uniqueArray(
  fc.record({ name: fc.constantFrom("A", "B", "C", "D"), value: fc.constantFrom("", "1", "two", "a b\nc", "€") }),
  { selector: ({ name }) => name, maxLength: 4 },
);

const byKey = (manifests: readonly Manifest[]) =>
  Object.fromEntries(manifests.map((manifest) => [manifestKey(manifest), manifest.body]));

describe("what was planned is what is done", () => {
  const workload = fc.record({
    image: fc.constantFrom("a:1", "b:2"),
    port: fc.constantFrom(1, 2),
    environment: variables.map((list): readonly Json[] => list),
    running: fc.boolean(),
    restarts: fc.nat(2),
  });
  const volume = fc.record({ size: fc.constantFrom("1Gi", "2Gi") });
  const world = fc.uniqueArray(
    fc.oneof(
      fc.record({ kind: fc.constant("Workload"), name: fc.constantFrom("w1", "w2"), body: workload }),
      fc.record({ kind: fc.constant("Volume"), name: fc.constantFrom("v1", "v2"), body: volume }),
    ),
    { selector: manifestKey, maxLength: 4 },
  );
  const ref = { id: "w00000000000", name: "lab", names: { main: "w1", data: "v1", env: "e" }, namespace: null };
  const signal = new AbortController().signal;

  it("from any objects to any others: afterwards they are those, and a second plan is empty", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(world, { minLength: 1, maxLength: 4 }), async (worlds) => {
        const { provider } = createFakeCluster();
        const runtime = await provider.connect({ id: "f", name: "f", type: "fake", options: {}, credentials: {} });
        for (const wanted of worlds) {
          const before = await runtime.observe(ref, signal);
          const { steps } = planChanges(wanted, before.manifests, provider.rules, "");
          for (const step of steps) await runtime.apply(step, ref, signal);
          const { manifests } = await runtime.observe(ref, signal);
          expect(byKey(manifests)).toEqual(byKey(wanted));
          expect(planChanges(wanted, manifests, provider.rules, "").steps).toEqual([]);
        }
        await runtime.close();
      }),
      { numRuns: 200 },
    );
  });

  describe("by the use cases", () => {
    let database: TestDatabase;
    let portal: TestPortal;
    let editor: Call;
    const fake = createFakeCluster();
    const lab = { name: "lab" };

    beforeAll(async () => {
      database = await openTestDatabase();
      portal = await openTestPortal({ database, provider: fake.provider });
      editor = await portal.as("editor");
      await createWorkspace(editor, { yaml: "name: lab\n" });
      await settled();
    }, 60_000);
    afterAll(async () => {
      await portal.stop();
      await database.close();
    });

    const settled = () =>
      portal.until(
        () => getWorkspace(editor, lab),
        (seen) => seen.phase === "running" && seen.operation === null,
      );
    const document = fc.record({
      description: fc.constantFrom("one", "two"),
      port: fc.constantFrom(6789, 8080),
      storage_request_size: fc.constant("2Gi"),
      container_config: fc.record({ image: fc.constantFrom("a:1", "b:2"), env: variables }),
    });

    it("any update: every change that was shown is there afterwards, and nothing is left to do", async () => {
      await fc.assert(
        fc.asyncProperty(document, async (wanted) => {
          const change = { document_yaml: JSON.stringify({ name: "lab", ...wanted }) };
          const { plan } = await previewUpdate(editor, lab, change);
          const { workspace } = await updateWorkspace(editor, lab, { ...change, plan_hash: plan.hash });
          expect(await settled()).toMatchObject({ ready: true, drift: false });
          expectDone(plan, fake.control.observation(workspace.id));
          expect((await previewUpdate(editor, lab, {})).plan.steps).toEqual([]);
        }),
        { numRuns: 25 },
      );
    }, 120_000);
  });
});

function expectDone(plan: PlanDto, { manifests }: Observation): void {
  for (const step of plan.steps) {
    const body = manifests.find(({ kind, name }) => kind === step.kind && name === step.name)?.body;
    for (const { path, after } of step.changes) expect(valueAt(body, path), path).toEqual(after);
  }
}

/** `environment[name=A].value` as in plans. */
function valueAt(body: Manifest["body"] | undefined, path: string): unknown {
  const [, list = "", name, rest] = /^(\w+)\[name=(.+?)\](?:\.(\w+))?$/.exec(path) ?? [];
  if (name === undefined) return getIn(body, path.split(".")) ?? null;
  const items: unknown = getIn(body, [list]);
  const item = Array.isArray(items) ? items.filter(isObject).find((entry) => entry.name === name) : undefined;
  return (rest === undefined ? item : item?.[rest]) ?? null;
}
