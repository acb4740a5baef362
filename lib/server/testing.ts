import { createClusterRegistry } from "@/lib/clusters/server/registry";
import { parseSettings } from "@/lib/config/parse-settings";
import { createEventBus } from "@/lib/events/server/bus";
import { createUseRecorder } from "@/lib/idle/server/recorder";
import { createMetrics } from "@/lib/metrics/server/metrics";
import { createPolicyBook } from "@/lib/policy/server/policy-book";
import { createTemplateBook } from "@/lib/templates/server/template-book";
import { noPolicyFile } from "@/lib/policy/server/policy-file";
import { createSealer } from "@/lib/secrets/server/sealer";
import type { Db } from "./db";
import { createLogger } from "./logger";
import type { Services } from "./services";

type Options = { readonly db: Db; readonly settings?: Readonly<Record<string, string>>; readonly now?: () => Date };

/** The portal's services without clusters and reconciler, for tests of people, sessions and wrappers. */
export function testServices({ db, settings: given = {}, now = () => new Date() }: Options): Services {
  const reading = parseSettings(given, {});
  if (!reading.ok) throw new Error(`test settings: ${JSON.stringify(reading.faults)}`);
  const { settings } = reading;
  const secrets = createSealer("a secret of thirty-two characters or more");
  const log = createLogger("silent");
  const clusters = createClusterRegistry({ db, settings, secrets, log, now, random: () => 0, providers: {} });
  const metrics = createMetrics({ process: false });
  return {
    instance: "test",
    settings,
    db,
    log,
    clock: { now },
    secrets,
    clusters,
    bus: createEventBus("test"),
    metrics,
    policies: createPolicyBook(db, noPolicyFile),
    use: createUseRecorder({ db, clock: { now }, log }),
    templates: createTemplateBook(db),
    wake: () => undefined,
  };
}

/** A clock that stands still until the test moves it. */
export function testClock(start = "2026-11-21T12:00:00Z") {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    advance: (seconds: number): void => {
      time += seconds * 1000;
    },
  };
}
