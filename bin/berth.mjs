#!/usr/bin/env node
// Runs the built CLI; in a checkout that was not built yet, its source.
import fs from "node:fs";
import path from "node:path";

const built = path.join(import.meta.dirname, "../dist/berth.mjs");
if (fs.existsSync(built)) await import(built);
else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./berth.ts");
}
