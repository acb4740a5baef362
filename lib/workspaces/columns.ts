import { postStartOf } from "@/lib/hooks/post-start";
import { idlePolicyOf } from "@/lib/idle/policy";
import { scheduleOf } from "@/lib/schedules/schedule";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { portOf } from "./compose";

const text = (value: unknown): string | null =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : null;

function resource(effective: JsonObject, name: "cpu" | "memory", dockerName: string): string | null {
  const container = effective.container_config;
  const at = (kind: string) => text(getIn(container, ["resources", kind, name]));
  return at("limits") ?? at("requests") ?? text(getIn(container, [dockerName]));
}

function labelsOf(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, String(item)]])),
  );
}

/** What the portal itself acts on, and what never touches the objects of the backend. */
export function lifecycleColumnsOf(effective: JsonObject) {
  const expires = getIn(effective, ["access", "expires_at"]);
  return {
    idlePolicy: idlePolicyOf(effective),
    schedule: scheduleOf(effective),
    expiresAt: typeof expires === "string" ? new Date(expires) : null,
    postStart: postStartOf(effective),
  };
}

/** What lists show and search, and what is acted on, without resolving a document again. */
export function columnsOf(effective: JsonObject) {
  return {
    description: text(effective.description) ?? "",
    labels: labelsOf(effective.labels),
    template: text(effective.template),
    templateVersion: typeof effective.template_version === "number" ? effective.template_version : null,
    port: portOf(effective),
    viewersMayOpen: getIn(effective, ["access", "viewers_may_open"]) === true,
    cpu: resource(effective, "cpu", "cpus"),
    memory: resource(effective, "memory", "mem_limit"),
    ...lifecycleColumnsOf(effective),
  };
}
