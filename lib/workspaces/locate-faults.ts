import type { Fault } from "@/lib/shared/errors";
import { isObject, type Json } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { readYaml } from "@/lib/shared/yaml";

/** Names under which the effective configuration knows what a document may write otherwise (lib/layers/resolve.ts). */
const spellings: readonly (readonly [effective: readonly string[], written: readonly string[]])[] = [
  [
    ["container_config", "env"],
    ["container_config", "environment"],
  ],
  [
    ["container_config", "resources", "limits", "memory"],
    ["container_config", "mem_limit"],
  ],
  [
    ["container_config", "resources", "limits", "cpu"],
    ["container_config", "cpus"],
  ],
];

/** Gives faults of the effective configuration the place in the text that they come from; where it is not written, that of its parent. */
export function locateFaults(faults: readonly Fault[], text: string): readonly Fault[] {
  const reading = readYaml(text);
  if (!reading.ok) return faults;
  return faults.map((fault) =>
    fault.line === undefined && fault.path !== ""
      ? { ...fault, ...reading.positionOf(writtenPath(reading.value, segmentsOf(fault.path))) }
      : fault,
  );
}

/** `container_config.env[TEAM].value`, `labels["a.b/c"]`: the keys of a shown path, in order. */
function segmentsOf(path: string): readonly string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[([^\]]*)\]|([^.[\]]+)/g)].map(
    ([, quoted, inBrackets, plain]) => (quoted?.replace(/\\(.)/g, "$1") ?? inBrackets ?? plain) || "",
  );
}

function writtenPath(value: Json, segments: readonly string[]): Path {
  const own = follow(value, segments);
  const spelt = spellings.find(([effective]) => effective.every((key, index) => segments[index] === key));
  if (!spelt || own.length >= spelt[0].length) return own;
  const other = follow(value, [...spelt[1], ...segments.slice(spelt[0].length)]);
  return other.length >= spelt[1].length ? other : own;
}

/** As far as the document goes. An item of a list is known by its position, or by its name or mount path. */
function follow(value: Json, segments: readonly string[]): Path {
  const path: (string | number)[] = [];
  let here: Json | undefined = value;
  for (const segment of segments) {
    if (Array.isArray(here)) {
      const items: readonly Json[] = here;
      const named = items.findIndex((item) => isObject(item) && (item.name === segment || item.mountPath === segment));
      const index = named >= 0 ? named : /^\d+$/.test(segment) ? Number(segment) : -1;
      if (index < 0 || index >= items.length) break;
      path.push(index);
      here = items[index];
    } else if (isObject(here) && Object.hasOwn(here, segment)) {
      path.push(segment);
      here = here[segment];
    } else break;
  }
  return path;
}
