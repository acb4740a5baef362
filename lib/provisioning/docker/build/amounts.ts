import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { getIn, type Json, type JsonObject } from "@/lib/shared/json";
import { parseQuantity, quantityToNumber } from "@/lib/shared/quantity";
import type { Limits } from "../container-spec";

/**
 * Docker's own spelling of sizes: `512m` is 512 MiB, while for Kubernetes `m` is a thousandth. Kubernetes' `Mi` is understood in both.
 */
const dockerSize = /^(\d+(?:\.\d+)?)\s*(?:(k|m|g|t)(?:i?b)?|b)?$/i;
const power: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 };

/** Bytes of `mem_limit`, `shm_size`. Null when absent or 0, Docker's word for no limit. */
export function sizeInBytes(value: Json | undefined, field: string): number | null {
  if (value === undefined || value === null) return null;
  const text = String(value);
  const match = dockerSize.exec(text);
  const unit = match?.[2]?.toLowerCase();
  const bytes = match
    ? Math.round(Number(match[1]) * 1024 ** (unit === undefined ? 0 : (power[unit] ?? 0)))
    : quantityNumber(text, field);
  if (bytes < 0) throw new PortalError("document/invalid", say("config/negative", { field }));
  return bytes === 0 ? null : bytes;
}

/** `resources` in Kubernetes form is the default; Docker's own keys `cpus` and `mem_limit` win over it. A request for CPU has no meaning here. */
export function limitsOf(container: JsonObject): Limits {
  const kubernetes = (path: readonly string[]): number | null => {
    const value = getIn(container, ["resources", ...path]);
    const field = `resources.${path.join(".")}`;
    return typeof value === "string" || typeof value === "number"
      ? positive(quantityNumber(String(value), field), field)
      : null;
  };
  const cpus = container.cpus;
  const cores =
    typeof cpus === "string" || typeof cpus === "number"
      ? positive(quantityNumber(String(cpus), "cpus"), "cpus")
      : kubernetes(["limits", "cpu"]);
  const memory = sizeInBytes(container.mem_limit, "mem_limit") ?? kubernetes(["limits", "memory"]);
  const reservation = kubernetes(["requests", "memory"]);
  return {
    nano_cpus: cores === null ? null : Math.round(cores * 1e9),
    memory: memory === null ? null : Math.round(memory),
    // The engine refuses a reservation of less than 6 MiB, which would be none.
    memory_reservation: reservation === null || reservation < 6 * 1024 ** 2 ? null : Math.round(reservation),
  };
}

/** 0 is Docker's word for no limit. */
function positive(value: number, field: string): number | null {
  if (value < 0) throw new PortalError("document/invalid", say("config/negative", { field }));
  return value === 0 ? null : value;
}

function quantityNumber(text: string, field: string): number {
  const quantity = parseQuantity(text);
  if (!quantity) throw new PortalError("document/invalid", say("config/no-amount", { field, text }));
  return quantityToNumber(quantity);
}
