// What the tests need of the real world: system packages, a Kubernetes cluster, a Docker engine, PostgreSQL, Chromium.
// Each part says either how to reach it or why it is not there; nothing here throws for a part that is merely absent.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const isRoot = process.getuid?.() === 0;
const has = (program) => spawnSync("sh", ["-c", 'command -v "$1"', "sh", program], { stdio: "ignore" }).status === 0;
const isDebian = fs.existsSync("/etc/debian_version") && has("apt-get");

const packages = {
  chromium: "chromium",
  "fonts-liberation": "/usr/share/fonts/truetype/liberation",
  "docker.io": "/usr/sbin/dockerd",
  containerd: "containerd",
  runc: "runc",
  "containernetworking-plugins": "/usr/lib/cni/ptp",
  iptables: "iptables",
  iproute2: "ip",
  "busybox-static": "busybox",
  openssl: "openssl",
  postgresql: "/usr/lib/postgresql",
  // Debian's Python has no venv of its own.
  "python3-venv": "/usr/share/doc/python3-venv",
};

/** Runs a command; its output goes to a log file, the end of which is shown when it fails. */
export function run(label, command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (result.status === 0) return { ok: true, output: result.stdout ?? "" };
  const tail = `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ?? ""}`
    .trim()
    .split("\n")
    .slice(-15)
    .join("\n");
  return { ok: false, output: result.stdout ?? "", reason: `${label} failed: ${tail}` };
}

/** Installs what is missing, where that is possible without asking: as root on Debian. Returns the packages that stay missing. */
export function installPackages() {
  const present = (probe) => (probe.startsWith("/") ? fs.existsSync(probe) : has(probe));
  const missing = Object.entries(packages).filter(([, probe]) => !present(probe));
  if (missing.length === 0) return [];
  const names = missing.map(([name]) => name);
  if (!isRoot || !isDebian) return names;
  console.log(`[test] installing ${names.join(", ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get update", "apt-get", ["update", "-qq"], { env });
  const result = run("apt-get install", "apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], {
    env,
  });
  if (!result.ok) console.log(`[test] ${result.reason}`);
  return missing.filter(([, probe]) => !present(probe)).map(([name]) => name);
}

/** `{ kubeconfig, stop }` or `{ reason }`. */
export function kubernetes() {
  const given = process.env.KUBECONFIG_TEST;
  if (given) {
    // Tests create and delete namespaces: only a cluster that somebody marked for that is touched.
    const marked = run("the test cluster's mark", "kubectl", [
      "--kubeconfig",
      given,
      "get",
      "namespace",
      "kube-system",
      "-o",
      "jsonpath={.metadata.labels}",
    ]);
    if (!marked.ok || !marked.output.includes('"berth.dev/test-cluster":"true"'))
      return {
        reason:
          "the cluster of KUBECONFIG_TEST is not marked as a test cluster (label berth.dev/test-cluster=true on its namespace kube-system)",
      };
    return { kubeconfig: given, stop: () => {} };
  }
  if (process.platform !== "linux" || !isRoot)
    return { reason: "the test cluster needs Linux and root; or set KUBECONFIG_TEST to a cluster marked for tests" };
  if (!has("go") && !fs.existsSync("/var/tmp/berth-cluster/bin/hyperkube"))
    return { reason: "the test cluster is built with Go, which is not installed" };
  console.log("[test] starting the Kubernetes test cluster (minutes when it has to be compiled)");
  const directory = path.join(root, "e2e/cluster");
  const up = run("the test cluster", path.join(directory, "up"), []);
  if (!up.ok) return { reason: up.reason };
  const kubeconfig = up.output.trim().split("\n").at(-1);
  const kubectl = path.join(path.dirname(kubeconfig), "bin/kubectl");
  run("marking the cluster", kubectl, [
    "--kubeconfig",
    kubeconfig,
    "label",
    "--overwrite",
    "namespace",
    "kube-system",
    "berth.dev/test-cluster=true",
  ]);
  return { kubeconfig, stop: () => run("stopping the cluster", path.join(directory, "down"), []) };
}

/** `{ socket, stop }` or `{ reason }`. */
export const docker = () => engine("the Docker engine", []);

/** A second engine, which is a swarm of one node: `{ socket, stop }` or `{ reason }`. */
export const swarm = () => engine("the swarm", ["swarm"]);

function engine(name, which) {
  if (process.platform !== "linux" || !isRoot) return { reason: "a private Docker engine needs Linux and root" };
  const script = path.join(root, "scripts/test-docker.mjs");
  const up = run(name, process.execPath, [script, ...which, "up"]);
  if (!up.ok) return { reason: up.reason };
  return {
    socket: up.output.trim().split("\n").at(-1),
    stop: () => run(`stopping ${name}`, process.execPath, [script, ...which, "down"]),
  };
}

/** A PostgreSQL server of our own in a temporary directory: `{ url, stop }` or `{ reason }`. */
export function postgres() {
  const base = "/usr/lib/postgresql";
  const version = fs.existsSync(base)
    ? fs
        .readdirSync(base)
        .sort((a, b) => Number(a) - Number(b))
        .at(-1)
    : undefined;
  if (!version) return { reason: "PostgreSQL is not installed" };
  const bin = path.join(base, version, "bin");
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "berth-postgres-"));
  const port = 41_000 + (process.pid % 900);
  // The server refuses to run as root.
  const as = isRoot ? ["runuser", ["-u", "postgres", "--"]] : ["env", []];
  if (isRoot) run("chown", "chown", ["postgres", directory]);
  const data = path.join(directory, "data");
  const start = (command, args) =>
    run(command, as[0], [...as[1], path.join(bin, command), ...args], { cwd: directory });
  const made = start("initdb", ["-D", data, "-U", "berth", "-A", "trust", "--no-sync"]);
  if (!made.ok) return { reason: made.reason };
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${directory} -c fsync=off -c max_connections=200`;
  const up = start("pg_ctl", ["-D", data, "-w", "-l", path.join(directory, "log"), "-o", options, "start"]);
  if (!up.ok) return { reason: up.reason };
  return {
    url: `postgresql://berth@127.0.0.1:${port}/postgres`,
    stop: () => {
      start("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** JupyterLab in a virtual environment that is kept between runs: `{ folder }` with its programs, or `{ reason }`. */
export function jupyter() {
  const folder = "/var/tmp/berth-jupyter";
  const bin = path.join(folder, "bin");
  if (fs.existsSync(path.join(bin, "jupyter-lab"))) return { folder: bin };
  if (!has("python3")) return { reason: "Python 3 is not installed" };
  console.log("[test] installing JupyterLab");
  const made = run("python3 -m venv", "python3", ["-m", "venv", folder]);
  if (!made.ok) return { reason: made.reason };
  const installed = run("pip install jupyterlab", path.join(bin, "pip"), ["install", "--quiet", "jupyterlab"]);
  return installed.ok ? { folder: bin } : { reason: installed.reason };
}

/** `{ path }` or `{ reason }`. */
export function chromium() {
  const found = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    (file) => file && fs.existsSync(file),
  );
  return found ? { path: found } : { reason: "Chromium is not installed; set CHROMIUM to its path" };
}
