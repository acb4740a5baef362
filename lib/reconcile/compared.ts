import type { Manifest } from "@/lib/provisioning/manifest";

/** Which objects were compared last with what was applied: the watch's memory keeps an object as it is until it changes. */
export type Compared = {
  /** True when it was exactly these, with what was applied at that time. */
  readonly has: (at: Date, manifests: readonly Manifest[]) => boolean;
  readonly keep: (at: Date, manifests: readonly Manifest[]) => void;
};

/** Most events of a watch are about pods and messages; this spares them the comparison. Forgets what the watch's memory forgets. */
export function createCompared(): Compared {
  const known = new WeakMap<Manifest, { readonly at: number; readonly manifests: readonly Manifest[] }>();
  return {
    has: (at, manifests) => {
      const [first] = manifests;
      const last = first && known.get(first);
      return (
        last?.at === at.getTime() &&
        last.manifests.length === manifests.length &&
        manifests.every((manifest, index) => manifest === last.manifests[index])
      );
    },
    keep: (at, manifests) => {
      const [first] = manifests;
      if (first) known.set(first, { at: at.getTime(), manifests });
    },
  };
}
