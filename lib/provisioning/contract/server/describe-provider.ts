import { text as readText } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPortalError } from "@/lib/shared/errors";
import { calm, createSubject, until, type Backend, type Subject } from "./subject";

/** What every backend has to keep, told as the life of one workspace: the tests build on each other. */
export function describeProvider(name: string, setUp: () => Promise<Backend>): void {
  describe(`the provider contract on ${name}`, { timeout: 90_000 }, () => {
    let backend: Backend;
    let subject: Subject & { readonly end: () => Promise<void> };
    const unique = Math.random().toString(36).slice(2, 8).padEnd(6, "0");
    const first = { running: true, environment: { GREETING: "hello world", ONLY_FIRST: "1", ODD: `"'$HOME\`{x}` } };
    const second = { running: true, environment: { GREETING: "changed" } };

    beforeAll(async () => {
      backend = await setUp();
      subject = await createSubject(backend, `contract-${unique}`, `contract${unique.slice(0, 4)}`);
    }, 90_000);

    afterAll(async () => {
      await subject?.remove("delete");
      await subject?.end();
      await backend?.cleanUp();
    }, 90_000);

    it("observes a workspace that was never made as nothing", async () => {
      expect(await subject.observe()).toMatchObject({ manifests: [], related: [] });
      expect(subject.runtime.recall(subject.ref.id)).toBeNull();
    });

    it("has no log and no figures of what was never made, and calls neither a failure", async () => {
      for (const options of [{ tail: 10 }, { follow: false, previous: true }])
        expect(await readText(await subject.runtime.logs(subject.ref, options, calm()))).toBe("");
      expect(await subject.runtime.sample(subject.ref, calm())).toBeNull();
    });

    it("makes it, and the plan right after is empty", async () => {
      const plan = await subject.bringAbout(first);
      expect(plan.steps.map((step) => step.action)).not.toContain("delete");
      expect((await subject.plan(first)).steps).toEqual([]);
    });

    it("becomes running and ready, without a cause, and the plan is still empty", async () => {
      const observation = await subject.reach("running");
      expect(subject.phase(observation, "running")).toMatchObject({
        phase: "running",
        ready: true,
        cause: null,
        restarts: 0,
      });
      expect(subject.phase(observation, "running").startedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
      expect((await subject.plan(first)).steps).toEqual([]);
    });

    it("is told about by the watch, and remembered as observed", async () => {
      const recalled = await until("the watch knows that it runs", async () => {
        const found = subject.runtime.recall(subject.ref.id);
        return found && subject.phase(found, "running").ready ? found : undefined;
      });
      expect(subject.changes).toContainEqual({ type: "workspace", workspaceId: subject.ref.id });
      expect(subject.phase(recalled, "running").phase).toBe("running");
    });

    it("has its environment, byte for byte, and answers through dial", async () => {
      const environment = await subject.environment();
      expect(environment.get("GREETING")).toBe("hello world");
      expect(environment.get("ODD")).toBe(first.environment.ODD);
    });

    it("runs a command beside it and tells output and exit code", async () => {
      expect(await subject.run(["sh", "-c", "echo out; exit 3"])).toEqual({ output: "out\n", code: 3 });
      expect((await subject.run(["sh", "-c", `echo kept > ${backend.file}`])).code).toBe(0);
    });

    it("changes nothing when the same step is applied twice", async () => {
      const before = subject.phase(await subject.observe(), "running");
      const { manifests } = await subject.observe();
      for (const manifest of manifests) {
        const { owned } = backend.provider.rules[manifest.kind] ?? { owned: [] };
        expect(owned.length).toBeGreaterThan(0);
      }
      const plan = await subject.bringAbout({ ...first, running: true });
      expect(plan.steps).toEqual([]);
      expect(subject.phase(await subject.observe(), "running").startedAt).toBe(before.startedAt);
    });

    it("takes a changed variable over and drops a removed one, by a restart that the plan foretells", async () => {
      const plan = await subject.plan(second);
      expect(["restart", "recreate"]).toContain(plan.effect);
      for (const step of plan.steps) {
        await subject.runtime.apply(step, subject.ref, calm());
        await subject.runtime.apply(step, subject.ref, calm());
      }
      expect((await subject.plan(second)).steps).toEqual([]);
      const environment = await until("the new environment is there", async () => {
        await subject.reach("running");
        const found = await subject.environment().catch(() => undefined);
        return found?.get("GREETING") === "changed" ? found : undefined;
      });
      expect(environment.has("ONLY_FIRST")).toBe(false);
      expect(environment.has("ODD")).toBe(false);
    });

    it("hands out its log, and that of a run before where there was one", async () => {
      for (const previous of [false, true]) {
        const log = await subject.runtime.logs(subject.ref, { tail: 10, previous }, calm());
        expect(typeof (await readText(log))).toBe("string");
      }
    });

    it("ends a log that is followed when the caller goes away", async () => {
      const caller = new AbortController();
      const log = await subject.runtime.logs(subject.ref, { follow: true }, caller.signal);
      log.on("error", () => undefined);
      log.resume();
      const closed = new Promise<void>((resolve) => {
        log.once("close", resolve);
        log.once("end", resolve);
      });
      caller.abort();
      await closed;
    });

    it("stops, keeps its storage, and starts again with it", async () => {
      await subject.bringAbout({ ...second, running: false });
      const stopped = await subject.reach("stopped");
      expect(subject.phase(stopped, "stopped")).toMatchObject({ phase: "stopped", ready: false });
      expect((await subject.plan({ ...second, running: false })).steps).toEqual([]);
      await subject.bringAbout(second);
      await subject.reach("running");
      expect(await subject.run(["sh", "-c", `cat ${backend.file}`])).toEqual({ output: "kept\n", code: 0 });
    });

    it("restarts when a restart is asked for", async () => {
      const before = subject.phase(await subject.observe(), "running").startedAt;
      const plan = await subject.bringAbout({ ...second, restarts: 1 });
      expect(["restart", "recreate"]).toContain(plan.effect);
      await until("another process runs", async () => {
        const { startedAt } = subject.phase(await subject.reach("running"), "running");
        return startedAt !== before || backend.provider.type === "fake" ? true : undefined;
      });
    });

    it("is found again by a new connection, running as before", async () => {
      const before = subject.phase(await subject.observe(), "running").startedAt;
      await subject.end();
      subject = await createSubject(backend, subject.ref.name, subject.ref.id);
      expect((await subject.plan({ ...second, restarts: 1 })).steps).toEqual([]);
      expect(subject.phase(await subject.reach("running"), "running").startedAt).toBe(before);
      expect((await subject.environment()).get("GREETING")).toBe("changed");
    });

    it("keeps its data when it is deleted without its storage", async () => {
      await subject.remove("keep");
      await subject.bringAbout(second);
      await subject.reach("running");
      expect(await subject.run(["sh", "-c", `cat ${backend.file}`])).toEqual({ output: "kept\n", code: 0 });
    });

    it("leaves nothing behind when it is deleted with its storage", async () => {
      await subject.remove("delete");
      expect(await subject.observe()).toMatchObject({ manifests: [], related: [] });
      await until("the watch has forgotten it", async () =>
        subject.runtime.recall(subject.ref.id) === null ? true : undefined,
      );
      await subject.bringAbout(second);
      await subject.reach("running");
      expect((await subject.run(["sh", "-c", `cat ${backend.file}`])).code).not.toBe(0);
    });

    it("does nothing for a caller who has gone", async () => {
      const [step] = (await subject.plan({ ...second, running: false })).steps;
      if (!step) throw new Error("a stop is a step");
      await expect(subject.runtime.apply(step, subject.ref, AbortSignal.abort())).rejects.toThrow();
      await expect(subject.runtime.observe(subject.ref, AbortSignal.abort())).rejects.toThrow();
      expect(subject.phase(await subject.observe(), "running").phase).toBe("running");
    });

    it("fails with errors that people can read", async () => {
      const stranger = {
        ...subject.ref,
        id: "nobody000000",
        name: "nobody",
        names: { main: "nobody-x", data: "nobody-x-data", env: "nobody-x-env" },
      };
      const failures = await Promise.all([
        subject.runtime
          .exec(stranger, { command: ["true"], tty: false, cols: 80, rows: 24 }, calm())
          .catch((error: unknown) => error),
        subject.runtime.dial(stranger, backend.port, calm()).catch((error: unknown) => error),
      ]);
      for (const failure of failures) expect(isPortalError(failure)).toBe(true);
    });

    it("tells capacity and health", async () => {
      const capacity = await subject.runtime.capacity(calm());
      expect(capacity.nodes).toBeGreaterThan(0);
      const checks = await subject.runtime.health(calm());
      expect(checks.length).toBeGreaterThan(0);
      expect(new Set(checks.map((check) => check.code)).size).toBe(checks.length);
    });
  });
}
