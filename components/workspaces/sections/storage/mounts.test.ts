import { describe, expect, it } from "vitest";
import { patchDocumentText, readDocumentText } from "@/components/yaml/document-text";
import { addMount, readMounts, removeMount, setMount, setSource, type MountEdit } from "./mounts";

const text =
  "container_config:\n  volumes:\n    /srv/data: # team share\n      bind: /data\n      mode: ro\n    cache: { bind: /cache, mode: rw }\n";

function read(from: string) {
  const reading = readDocumentText(from);
  return reading.ok ? readMounts(reading.value) : [];
}

const apply = (edits: readonly MountEdit[]) =>
  edits.reduce((current, edit) => patchDocumentText(current, edit.path, edit.value), text);
const mounts = read(text);
const first = mounts[0] ?? { source: "", bind: "", mode: "rw" };

describe("Docker's volumes in the form", () => {
  it("are read with source, target and mode", () => {
    expect(mounts).toEqual([
      { source: "/srv/data", bind: "/data", mode: "ro" },
      { source: "cache", bind: "/cache", mode: "rw" },
    ]);
  });

  it("can be added, changed, renamed and removed", () => {
    expect(read(apply(addMount(mounts))).map((mount) => mount.source)).toEqual(["/srv/data", "cache", "data"]);
    expect(read(apply(setMount(first, { bind: "/other" })))[0]?.bind).toBe("/other");
    expect(read(apply(setSource(mounts, first, "/srv/new")))[0]).toEqual({
      source: "/srv/new",
      bind: "/data",
      mode: "ro",
    });
    expect(read(apply(removeMount(first)))).toHaveLength(1);
  });

  it("do not overwrite each other by a rename", () => {
    expect(setSource(mounts, first, "cache")).toEqual([]);
  });
});
