// `npm test`: types, lint, dead code, duplicates, migrations, unit and contract tests, a build, and the browser tests.
// It installs and starts what it may, says what it could not run and why, and prints `N passed, N failed, N skipped` last.
//   BERTH_TEST_REQUIRE=1   nothing may be missing: what could not run counts as failed (.ci/run)
//   node scripts/test.mjs unit|browser|static   only that part
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium, docker, installPackages, jupyter, kubernetes, postgres, swarm } from "./test-environment.mjs";

const root = path.resolve(import.meta.dirname, "..");
const required = process.env.BERTH_TEST_REQUIRE === "1";
const only = process.argv[2];
const wants = (part) => only === undefined || only === part;
const started = Date.now();
const results = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
const stops = [];
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", FORCE_COLOR: "0" };
delete env.NODE_ENV;

const say = (text) => console.log(`[test ${Math.round((Date.now() - started) / 1000)} s] ${text}`);
const node = (script, ...args) => [process.execPath, [path.join(root, script), ...args]];

function execute(command, args, extra = {}) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...env, ...extra } }).status === 0;
}

/** One check that passes or fails as a whole. */
function check(name, command, args, extra) {
  say(name);
  const ok = execute(command, args, extra);
  results[ok ? "passed" : "failed"] += 1;
  if (!ok) notes.push(`FAILED ${name}`);
  return ok;
}

function absent(part, reason) {
  notes.push(`${required ? "FAILED" : "SKIPPED"} everything that needs ${part}: ${reason}`);
  results[required ? "failed" : "skipped"] += 1;
}

/** An error outside of any test, such as a rejection that nobody handles, is in no test's result: it shows in how the run ended. */
function count(name, ok, read) {
  const before = results.failed;
  read();
  if (ok || results.failed > before) return;
  results.failed += 1;
  notes.push(`FAILED an error outside of the ${name}, see above`);
}

/** Counts of vitest's and Playwright's JSON reports; skipped tests are named. */
function readVitest(file) {
  if (!fs.existsSync(file)) return void ((results.failed += 1), notes.push("FAILED the unit tests wrote no report"));
  const report = JSON.parse(fs.readFileSync(file, "utf8"));
  for (const suite of report.testResults) {
    if (suite.assertionResults.length === 0 && suite.status === "failed") results.failed += 1;
    for (const test of suite.assertionResults) {
      if (test.status === "passed") results.passed += 1;
      else if (test.status === "failed") results.failed += 1;
      else skip(`${path.relative(root, suite.name)}: ${test.fullName}`);
    }
  }
}

function readPlaywright(file) {
  if (!fs.existsSync(file)) return void ((results.failed += 1), notes.push("FAILED the browser tests wrote no report"));
  const visit = (suite) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === "skipped")
          skip(`${spec.file}: ${spec.title} (${test.annotations.map((a) => a.description).join("; ")})`);
        else results[test.status === "expected" || test.status === "flaky" ? "passed" : "failed"] += 1;
        if (test.status === "flaky") notes.push(`FLAKY ${spec.file}: ${spec.title}`);
      }
    }
    (suite.suites ?? []).forEach(visit);
  };
  const report = JSON.parse(fs.readFileSync(file, "utf8"));
  report.suites.forEach(visit);
  if (report.errors.length > 0) results.failed += report.errors.length;
}

function skip(name) {
  results[required ? "failed" : "skipped"] += 1;
  notes.push(`${required ? "FAILED (skipped, but all is required here)" : "SKIPPED"} ${name}`);
}

function finish() {
  for (const stop of stops.reverse()) stop();
  if (notes.length > 0) console.log(`\n${notes.join("\n")}`);
  say("done");
  console.log(`\n${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
  process.exit(results.failed > 0 ? 1 : 0);
}

process.chdir(root);
if (!check("install and generate", ...node("scripts/start.mjs", "--install-only"))) finish();

if (wants("static")) {
  check("migrations agree with the schema", ...node("scripts/migrations.mjs", "check"));
  check("types", ...node("node_modules/typescript/bin/tsc", "--noEmit"));
  check("lint", ...node("node_modules/eslint/bin/eslint.js", ".", "--max-warnings", "0"));
  check("format", ...node("node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."));
  check("dead code", ...node("node_modules/knip/bin/knip.js"));
  check("duplicates", ...node("node_modules/jscpd/bin/jscpd"));
}

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "berth-test-"));
stops.push(() => fs.rmSync(temporary, { recursive: true, force: true }));
if (wants("unit") || wants("browser")) {
  const missing = installPackages();
  if (missing.length > 0) notes.push(`MISSING packages: ${missing.join(", ")}`);
  const parts = {
    "a Kubernetes cluster": kubernetes(),
    "a Docker engine": docker(),
    "a swarm": swarm(),
    PostgreSQL: postgres(),
    Chromium: chromium(),
    JupyterLab: jupyter(),
  };
  for (const [part, found] of Object.entries(parts)) {
    if (found.reason) absent(part, found.reason);
    if (found.stop && process.env.BERTH_TEST_KEEP !== "1") stops.push(found.stop);
  }
  const set = (name, value) => value && (env[name] = value);
  set("BERTH_TEST_KUBECONFIG", parts["a Kubernetes cluster"].kubeconfig);
  set("BERTH_TEST_DOCKER", parts["a Docker engine"].socket);
  set("BERTH_TEST_SWARM", parts["a swarm"].socket);
  set("BERTH_TEST_DATABASE_URL", parts.PostgreSQL.url);
  set("CHROMIUM", parts.Chromium.path);
  set("BERTH_TEST_JUPYTER", parts.JupyterLab.folder);

  if (wants("unit")) {
    say("unit and contract tests");
    const report = path.join(temporary, "vitest.json");
    const ok = execute(
      ...node(
        "node_modules/vitest/vitest.mjs",
        "run",
        "--reporter=dot",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ),
    );
    count("unit tests", ok, () => readVitest(report));
  }
  if (wants("browser") && env.CHROMIUM && check("build", ...node("scripts/start.mjs", "--build-only"))) {
    say("browser tests");
    const report = path.join(temporary, "playwright.json");
    const ok = execute(...node("node_modules/@playwright/test/cli.js", "test", "-c", "e2e/playwright.config.ts"), {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    });
    count("browser tests", ok, () => readPlaywright(report));
  }
}
finish();
