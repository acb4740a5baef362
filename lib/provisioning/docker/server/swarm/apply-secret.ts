import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isObject } from "@/lib/shared/json";
import { cause } from "@/lib/workspaces/cause";
import { labelKeys } from "../../../labels";
import type { Step } from "../../../plan";
import { readSecret } from "../../swarm/read-service";
import { secretText } from "../../swarm/secret-file";
import type { ApplyContext } from "../apply-container";
import { causeError, statusOf, toPortalError } from "../errors";

/** One step on a secret. Its name has a digest of its content: one that is there is the right one. */
export async function applySecret(context: ApplyContext, step: Step): Promise<void> {
  if (step.action === "delete") return remove(context, step.before.name);
  const { name, body } = step.after;
  const { engine, ref, signal } = context;
  try {
    // What is not named `_body` would be part of the address, which proxies write into their logs.
    const wish = { _query: {}, _body: { Name: name, Labels: body.labels, Data: encoded(body.data) } };
    await engine.raw((abortSignal) => engine.docker.createSecret({ ...wish, abortSignal }), signal);
  } catch (error) {
    if (statusOf(error) !== 409) throw toPortalError(error, "swarm/could-not-make-secret");
    const found = await find(context, name);
    if (!isObject(found?.manifest.body.labels) || found.manifest.body.labels[labelKeys.workspaceId] !== ref.id)
      throw causeError(cause("name-in-use", { name }));
  }
}

/** Swarm's id of a secret. */
export async function secretId(context: ApplyContext, name: string): Promise<string> {
  const found = await find(context, name);
  if (found) return found.id;
  throw new PortalError("cluster/conflict", say("swarm/secret-gone", { name }));
}

async function remove(context: ApplyContext, name: string): Promise<void> {
  const { engine, signal } = context;
  const found = await find(context, name);
  if (!found) return;
  try {
    await engine.raw((abortSignal) => engine.docker.getSecret(found.id).remove({ abortSignal }), signal);
  } catch (error) {
    if (statusOf(error) !== 404) throw toPortalError(error, "swarm/could-not-remove-secret");
  }
}

/** The filter finds what begins so. */
async function find({ engine, signal }: ApplyContext, name: string): Promise<ReturnType<typeof readSecret>> {
  const filters = JSON.stringify({ name: [name] });
  const list = await engine.call(
    "swarm/no-secrets",
    (abortSignal) => engine.docker.listSecrets({ filters, abortSignal }),
    signal,
  );
  return list.map(readSecret).find((secret) => secret?.manifest.name === name) ?? null;
}

function encoded(data: unknown): string {
  const values = isObject(data)
    ? Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)]))
    : {};
  return Buffer.from(secretText(values)).toString("base64");
}
