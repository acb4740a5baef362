#!/usr/bin/env node
// A private Docker engine for tests: its own data, sockets, containerd, cgroup and addresses, beside any engine that this machine has.
//   node scripts/test-docker.mjs up             starts what is not running; the last line of the output is the socket's path
//   node scripts/test-docker.mjs down          ends its own processes only
//   node scripts/test-docker.mjs purge FOLDER  also deletes all data; FOLDER must be that of the engine meant, others may be using one
//   node scripts/test-docker.mjs swarm …       the same for a second engine, which is a swarm of one node
// Needs root and Debian's docker.io, openssl and busybox-static. A TLS listener on loopback uses the certificates in <dir>/tls.
// The engine touches no firewall and forwards nothing: containers reach this machine and each other, a test cannot call the internet.
import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const inSwarm = process.argv[2] === "swarm";
const dir = inSwarm
  ? (process.env.BERTH_TEST_SWARM_DIR ?? "/var/tmp/berth-swarm")
  : (process.env.BERTH_TEST_DOCKER_DIR ?? "/var/tmp/berth-docker");
const tlsPort = Number(
  inSwarm ? (process.env.BERTH_TEST_SWARM_TLS_PORT ?? 23761) : (process.env.BERTH_TEST_DOCKER_TLS_PORT ?? 23760),
);
const addresses = inSwarm ? "10.209.0.0/16" : "10.208.0.0/16";
const imageScript = path.join(import.meta.dirname, "..", "e2e", "cluster", "image");
const images = ["berth.test/workspace:1", "berth.test/workspace:2"];
const socket = path.join(dir, "docker.sock");
const containerdSocket = path.join(dir, "containerd.sock");
const tls = path.join(dir, "tls");

const say = (text) => console.error(`docker: ${text}`);

/** Debian keeps the engine in sbin; another client may come first on PATH. */
function program(name) {
  const found = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin"]
    .map((folder) => path.join(folder, name))
    .find(existsSync);
  if (!found)
    throw new Error(
      `${name} is missing: apt-get install -y --no-install-recommends docker.io containerd runc iptables openssl busybox-static`,
    );
  return found;
}

function pidOf(name) {
  const file = path.join(dir, "run", `${name}.pid`);
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
}

/** Both command lines name the folder, so a process id that the system gave away again is not ours. */
function alive(name) {
  const pid = pidOf(name);
  if (!pid) return false;
  try {
    return (
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`${dir}/`) &&
      !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))
    );
  } catch {
    return false; // it has ended
  }
}

function start(name, args) {
  const log = openSync(path.join(dir, "log", `${name}.log`), "a");
  const child = spawn(program(name), args, { detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  writeFileSync(path.join(dir, "run", `${name}.pid`), String(child.pid));
  child.unref();
}

async function waitFor(what, seconds, check, name) {
  const end = Date.now() + seconds * 1000;
  while (!(await check())) {
    if (name && !alive(name)) throw new Error(`${name} ended; see ${path.join(dir, "log", `${name}.log`)}`);
    if (Date.now() > end) throw new Error(`${what} is not there after ${seconds} s; see ${path.join(dir, "log")}`);
    await delay(50);
  }
}

/** One request to the engine; resolves to its status, rejects while nothing listens. */
function request(method, url, body, type = "application/x-tar") {
  return new Promise((resolve, reject) => {
    const call = http.request(
      { socketPath: socket, method, path: url, headers: body ? { "content-type": type } : {} },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => (text += chunk));
        answer.on("end", () => resolve({ status: answer.statusCode, text }));
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}

const answers = () =>
  request("GET", "/_ping").then(
    ({ status }) => status === 200,
    () => false,
  );

/** A certificate authority, a server certificate for loopback and a client certificate: valid ten years, for this folder's engine only. */
function makeCertificates() {
  if (existsSync(path.join(tls, "cert.pem"))) return;
  mkdirSync(tls, { recursive: true, mode: 0o700 });
  const openssl = (...args) =>
    execFileSync(program("openssl"), args, { cwd: tls, stdio: ["ignore", "ignore", "pipe"] });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...key,
    "-days",
    "3650",
    "-keyout",
    "ca-key.pem",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=berth test authority",
  );
  const sign = (name, extension) => {
    openssl("req", ...key, "-keyout", `${name}key.pem`, "-out", `${name}.csr`, "-subj", "/CN=localhost");
    writeFileSync(path.join(tls, `${name}.ext`), extension);
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca-key.pem",
      "-CAcreateserial",
      "-days",
      "3650",
      "-out",
      `${name}cert.pem`,
      "-extfile",
      `${name}.ext`,
    );
  };
  sign("server-", "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n");
  sign("client-", "extendedKeyUsage=clientAuth\n");
  // The names under which DOCKER_CERT_PATH expects them.
  writeFileSync(path.join(tls, "key.pem"), readFileSync(path.join(tls, "client-key.pem")), { mode: 0o600 });
  writeFileSync(path.join(tls, "cert.pem"), readFileSync(path.join(tls, "client-cert.pem")));
}

async function up() {
  if (process.getuid() !== 0) throw new Error("starting an engine needs root");
  for (const folder of ["run", "log"]) mkdirSync(path.join(dir, folder), { recursive: true });
  makeCertificates();
  if (!alive("containerd")) {
    const config = path.join(dir, "containerd.toml");
    writeFileSync(
      config,
      `version = 2\nroot = "${dir}/containerd/root"\nstate = "${dir}/containerd/state"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\n  address = "${containerdSocket}"\n`,
    );
    start("containerd", ["--config", config, "--log-level", "warn"]);
    await waitFor("containerd", 20, () => existsSync(containerdSocket), "containerd");
  }
  if (!alive("dockerd")) {
    rmSync(path.join(dir, "docker.pid"), { force: true });
    writeFileSync(path.join(dir, "daemon.json"), "{}"); // so that /etc/docker/daemon.json does not count
    start("dockerd", [
      ...["--config-file", path.join(dir, "daemon.json")],
      ...["--host", `unix://${socket}`, "--host", `tcp://127.0.0.1:${tlsPort}`, "--tlsverify"],
      ...[
        "--tlscacert",
        path.join(tls, "ca.pem"),
        "--tlscert",
        path.join(tls, "server-cert.pem"),
        "--tlskey",
        path.join(tls, "server-key.pem"),
      ],
      ...[
        "--data-root",
        path.join(dir, "data"),
        "--exec-root",
        path.join(dir, "exec"),
        "--pidfile",
        path.join(dir, "docker.pid"),
      ],
      ...[
        "--containerd",
        containerdSocket,
        "--exec-opt",
        "native.cgroupdriver=cgroupfs",
        "--cgroup-parent",
        `/${path.basename(dir)}`,
      ],
      // No bridge of the default name, no rules: this engine cannot disturb another one or the test cluster.
      ...["--bridge", "none", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false"],
      ...["--default-address-pool", `base=${addresses},size=24`, "--log-level", "warn"],
    ]);
    await waitFor("the engine", 30, answers, "dockerd");
  }
  if (inSwarm) await beSwarm();
  for (const image of images) {
    const found = await request("GET", `/images/${image}/json`);
    if (found.status === 200) continue;
    const tar = execFileSync(imageScript, [image], { maxBuffer: 64 * 1024 * 1024 });
    const loaded = await request("POST", "/images/load?quiet=1", tar);
    if (loaded.status !== 200 || loaded.text.includes("errorDetail"))
      throw new Error(`the image ${image} cannot be loaded: ${loaded.text}`);
  }
  console.log(socket);
}

/** A swarm of this one node, on loopback: nobody else can join or look in. A port of 0 is any that is free. */
async function beSwarm() {
  const { Swarm } = JSON.parse((await request("GET", "/info")).text);
  if (Swarm.LocalNodeState === "active" && Swarm.ControlAvailable) return;
  const pool = { DefaultAddrPool: ["10.210.0.0/16"], SubnetSize: 24 };
  const wish = { AdvertiseAddr: "127.0.0.1", ListenAddr: "127.0.0.1:0", ...pool };
  const made = await request("POST", "/swarm/init", JSON.stringify(wish), "application/json");
  if (made.status !== 200) throw new Error(`the engine cannot be made a swarm: ${made.text}`);
}

async function end(name, seconds) {
  if (!alive(name)) return;
  process.kill(pidOf(name), "SIGTERM");
  await waitFor(`the end of ${name}`, seconds, () => !alive(name));
  rmSync(path.join(dir, "run", `${name}.pid`), { force: true });
}

/** Networks are bridges of the machine's kernel: without their engine nobody would take them away. */
async function empty() {
  // Swarm would make its containers anew.
  if (inSwarm) await request("POST", "/swarm/leave?force=1");
  const containers = JSON.parse((await request("GET", "/containers/json?all=1")).text);
  for (const { Id } of containers) await request("DELETE", `/containers/${Id}?force=1&v=1`);
  await request("POST", "/networks/prune");
}

async function down(purge) {
  if (purge && (await answers())) await empty();
  await end("dockerd", 60);
  await end("containerd", 20);
  if (purge) rmSync(dir, { recursive: true, force: true });
}

const [command, folder, ...rest] = process.argv.slice(inSwarm ? 3 : 2);
try {
  if (rest.length === 0 && command === "up" && folder === undefined) await up();
  else if (rest.length === 0 && command === "down" && folder === undefined) await down(false);
  else if (rest.length === 0 && command === "purge" && folder === dir) await down(true);
  else {
    say(`use: [swarm] up | down | purge ${dir}`);
    process.exitCode = 2;
  }
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
