import type { Manifest } from "@/lib/provisioning/manifest";
import type { Provider } from "@/lib/provisioning/provider";

/** Does this object hold the user's data? */
export const isStorageOf = (provider: Provider, manifest: Manifest): boolean =>
  provider.rules[manifest.kind]?.storage === true;
