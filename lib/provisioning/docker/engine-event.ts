import { plain, say, type PlainCode } from "@/lib/i18n/say";
import { getIn } from "@/lib/shared/json";
import { labelKeys } from "../labels";
import type { RuntimeEvent } from "../provider";

/** What the engine tells about a container of a workspace. */
export type EngineEvent = {
  readonly workspaceId: string;
  /** The container's, or that of the service whose task it is. */
  readonly name: string;
  readonly action: string;
  /** Only when it ended. */
  readonly exitCode: number | null;
  readonly runtime: RuntimeEvent;
};

const texts = {
  create: "event/container-made",
  start: "event/container-started",
  die: "event/container-died",
  stop: "event/container-stopped",
  oom: "event/container-memory",
  destroy: "event/container-removed",
  rename: "event/container-renamed",
  update: "event/container-limits",
  pause: "event/container-paused",
  unpause: "event/container-resumed",
} as const satisfies Record<string, PlainCode>;

/** The events that matter; those of terminals and log readers do not. */
export const eventActions: readonly string[] = Object.keys(texts);

/** One line of the engine's event stream; null for what is no event of a workspace, as the rest of a line when the connection broke. */
export function readEvent(
  line: string,
  workspaceOf: (containerId: string) => string | null = () => null,
): EngineEvent | null {
  const event = parse(line);
  const attribute = (key: string) => getIn(event, ["Actor", "Attributes", key]);
  const [action, nano] = [getIn(event, ["Action"]), getIn(event, ["timeNano"])];
  // A container of a swarm has its task's name; the workspace is the service.
  const name = attribute("com.docker.swarm.service.name") ?? attribute("name");
  const containerId = getIn(event, ["Actor", "ID"]);
  const workspaceId =
    attribute(labelKeys.workspaceId) ?? (typeof containerId === "string" ? workspaceOf(containerId) : null);
  if (typeof workspaceId !== "string" || typeof name !== "string" || typeof nano !== "number" || !isKnown(action))
    return null;
  const exitCode = action === "die" ? Number(attribute("exitCode")) : null;
  return {
    workspaceId,
    name,
    action,
    exitCode,
    runtime: {
      at: new Date(nano / 1e6).toISOString(),
      type: action === "oom" || (exitCode !== null && exitCode !== 0) ? "warning" : "normal",
      reason: action.charAt(0).toUpperCase() + action.slice(1),
      message: exitCode === null ? plain(texts[action]) : say("event/container-died-with", { code: exitCode }).message,
      object: `Container/${name}`,
      count: 1,
    },
  };
}

const isKnown = (action: unknown): action is keyof typeof texts =>
  typeof action === "string" && Object.hasOwn(texts, action);

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
