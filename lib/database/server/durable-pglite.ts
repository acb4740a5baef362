import fs from "node:fs";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { PreparingPGlite } from "./preparing-pglite";

type EmscriptenModule = { readonly FS: { readonly getStream: (fd: number) => { readonly nfd?: number } | null } };

/**
 * PGlite's WebAssembly build turns fdatasync into nothing, so a power cut would lose acknowledged rows. This file system calls the real
 * one.
 */
class DurableNodeFS extends NodeFS {
  override async init(pg: PGlite, options: Parameters<NodeFS["init"]>[1]): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(pg, options);
    const instantiate = emscriptenOpts.instantiateWasm;
    let started: EmscriptenModule | undefined;
    const sync = (fd: number): number => {
      const file = started?.FS.getStream(fd)?.nfd;
      if (file !== undefined) fs.fdatasyncSync(file);
      return 0;
    };
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        preRun: [...(emscriptenOpts.preRun ?? []), (module: EmscriptenModule) => (started = module)],
        instantiateWasm: (
          imports: WebAssembly.Imports,
          done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
        ) => {
          for (const namespace of Object.values(imports)) {
            for (const name of Object.keys(namespace)) if (/fdatasync|fd_sync/.test(name)) namespace[name] = sync;
          }
          return instantiate(imports, done);
        },
      } as typeof emscriptenOpts,
    };
  }
}

/** `-F` among the defaults switches fsync off. 16 MB of shared buffers keep the process 150 MB smaller than the default. */
const startParams: NonNullable<PGliteOptions["startParams"]> = PGlite.defaultStartParams
  .filter((parameter) => parameter !== "-F")
  .concat("-c", "fsync=on", "-c", "shared_buffers=16MB");

/** Opens the cluster in `directory`, which must exist; what is acknowledged is on the disk. */
export async function openDurable(directory: string): Promise<PGlite> {
  const database = new PreparingPGlite({ fs: new DurableNodeFS(directory), startParams });
  await database.waitReady;
  return database;
}
