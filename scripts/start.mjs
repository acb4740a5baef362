// `npm start`: installs, generates and builds only what changed since the last time, then runs the portal.
//   --dev          runs from source, with reload
//   --install-only stops before the build
//   --build-only   stops before the start
// No dependencies: it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const began = Date.now();
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Berth needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}
process.chdir(root);
const dev = process.argv.includes("--dev");
const buildOnly = process.argv.includes("--build-only");
const quietEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" };

const ignored = new Set(["node_modules", ".next", "dist", "generated", "cluster", ".git", "data"]);

/** Digest of names, sizes and contents of files and folders; tests do not change what is built. */
function digest(...paths) {
  const hash = createHash("sha256");
  const visit = (file) => {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) {
      for (const name of fs.readdirSync(file).sort()) if (!ignored.has(name)) visit(path.join(file, name));
    } else if (!/\.test\.tsx?$/.test(file)) hash.update(`${file}\0`).update(fs.readFileSync(file));
  };
  paths.forEach(visit);
  return hash.digest("hex");
}

const stamps = path.join(root, "node_modules/.berth");
const isFresh = (step, key) => {
  try {
    return fs.readFileSync(path.join(stamps, step), "utf8") === key;
  } catch {
    return false; // not done yet
  }
};

/** Runs one step when its inputs changed or its result is missing; shows its output only when it fails. */
function step(name, key, result, commands) {
  if (fs.existsSync(result) && isFresh(name, key)) return;
  const start = Date.now();
  for (const [command, args, env] of commands) {
    const done = spawnSync(command, args, { env: { ...quietEnv, ...env }, encoding: "utf8", maxBuffer: 1 << 28 });
    if (done.status !== 0) {
      console.error(`${done.stdout ?? ""}${done.stderr ?? ""}${done.error ?? ""}`);
      console.error(`[berth] ${name} failed`);
      process.exit(1);
    }
  }
  fs.mkdirSync(stamps, { recursive: true });
  fs.writeFileSync(path.join(stamps, name), key);
  console.log(`[berth] ${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

const node = process.execPath;
const esbuild = (entry, outfile) => [
  path.join(root, "node_modules/.bin/esbuild"),
  [
    entry,
    "--bundle",
    "--platform=node",
    "--format=esm",
    "--target=node20",
    "--packages=external",
    `--outfile=${outfile}`,
    "--log-level=warning",
  ],
];

const lock = digest("package.json", "package-lock.json", ".npmrc");
step("install", lock, "node_modules/next", [
  ["npm", ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]],
]);
step(
  "generate",
  lock + digest("prisma/schema.prisma", "scripts/generate.mjs"),
  "lib/server/generated/prisma/client.ts",
  [[node, ["scripts/generate.mjs"]]],
);
if (process.argv.includes("--install-only")) process.exit(0);
if (!dev) {
  const sources = digest(
    "app",
    "components",
    "lib",
    "messages",
    "types",
    "proxy.ts",
    "next.config.ts",
    "postcss.config.mjs",
    "tsconfig.json",
    "prisma",
  );
  step("build pages", lock + sources, ".next/BUILD_ID", [
    [node, ["node_modules/next/dist/bin/next", "build"], { NODE_ENV: "production" }],
  ]);
  step("build server", lock + sources + digest("server.ts", "rest.ts", "bin"), "dist/server.mjs", [
    esbuild("server.ts", "dist/server.mjs"),
    esbuild("bin/berth.ts", "dist/berth.mjs"),
  ]);
}
if (buildOnly) process.exit(0);
if (Date.now() - began > 1000) console.log(`[berth] starting after ${((Date.now() - began) / 1000).toFixed(1)} s`);

const args = dev ? ["--import", "tsx", "server.ts"] : ["dist/server.mjs"];
const child = spawn(node, args, {
  stdio: "inherit",
  env: { ...quietEnv, NODE_ENV: dev ? "development" : "production" },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
