// Files and notes: a small web app for a workspace that has only Node. It serves the folder in which it was started.
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { LimitedSize, assetTypes, contentTypeOf, fault, isNotAllowedName } from "./rules.mjs";

const root = await realpath(process.cwd());
const here = import.meta.dirname;
const basePath = (process.env.BERTH_BASE_PATH ?? "").replace(/\/+$/, "");
const uploadLimit = 256 * 1024 * 1024;
const listLimit = 2000;

const pageHeaders = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cache-Control": "no-cache",
};

// A file of the user's must not act as a page of this app, whatever is in it.
const fileHeaders = {
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
};

/** The file's place, or a refusal: symbolic links are followed and must stay in the folder, too. */
async function locate(name) {
  const relative = path.posix
    .normalize(`/${name ?? ""}`)
    .slice(1)
    .replace(/\/$/, "");
  const segments = relative === "" ? [] : relative.split("/");
  if (segments.some(isNotAllowedName)) throw fault(400, "That name is not possible.");
  const target = path.join(root, ...segments);
  let existing = target;
  for (;;) {
    const real = await realpath(existing).catch(() => null);
    if (real !== null) {
      if (real !== root && !real.startsWith(root + path.sep))
        throw fault(403, "That leads out of the workspace's folder.");
      return { target, relative };
    }
    existing = path.dirname(existing);
  }
}

async function locateOwn(name) {
  const place = await locate(name);
  if (place.relative === "") throw fault(400, "That is the workspace's folder itself.");
  return place;
}

async function list({ query, response }) {
  const { target, relative } = await locate(query.get("path"));
  const entries = await readdir(target, { withFileTypes: true });
  const visible = entries.filter((entry) => !entry.name.startsWith("."));
  const items = await Promise.all(
    visible.slice(0, listLimit).map(async (entry) => {
      const info = await stat(path.join(target, entry.name)).catch(() => null);
      return (
        info && {
          name: entry.name,
          path: relative === "" ? entry.name : `${relative}/${entry.name}`,
          folder: info.isDirectory(),
          size: info.size,
          modified: info.mtimeMs,
        }
      );
    }),
  );
  json(response, 200, { path: relative, items: items.filter(Boolean), more: Math.max(0, visible.length - listLimit) });
}

async function download({ query, request, response }) {
  const { target } = await locateOwn(query.get("path"));
  const info = await stat(target);
  if (!info.isFile()) throw fault(400, "That is not a file.");
  const type = contentTypeOf(target);
  const shown = query.get("inline") === "1" && type !== null;
  const name = encodeURIComponent(path.basename(target));
  response.writeHead(200, {
    ...fileHeaders,
    "Content-Type": shown ? type : "application/octet-stream",
    "Content-Length": info.size,
    "Content-Disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
    "X-Modified": String(info.mtimeMs),
  });
  if (request.method === "HEAD") return response.end();
  await pipeline(createReadStream(target, { end: Math.max(0, info.size - 1) }), response);
}

/** Written beside and moved into place: who reads meanwhile sees the old or the new file, never half of one. */
async function upload({ query, request, response }) {
  const { target } = await locateOwn(query.get("path"));
  if (Number(request.headers["content-length"] ?? 0) > uploadLimit)
    throw fault(413, "Files of up to 256 MB are possible.");
  const before = await stat(target).catch(() => null);
  if (before?.isDirectory()) throw fault(409, "There is a folder of that name.");
  const seen = request.headers["x-modified"];
  if (seen === "new" && before) throw fault(409, "There is a file of that name.");
  if (seen !== undefined && seen !== "new" && before && String(before.mtimeMs) !== seen) {
    throw fault(409, "The file was changed elsewhere meanwhile.");
  }
  await mkdir(path.dirname(target), { recursive: true });
  const partial = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}-${Date.now()}.part`);
  try {
    await pipeline(request, new LimitedSize(uploadLimit), createWriteStream(partial, { flags: "wx" }));
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  json(response, 200, { modified: (await stat(target)).mtimeMs });
}

async function makeFolder({ query, response }) {
  const { target } = await locateOwn(query.get("path"));
  await mkdir(target);
  json(response, 201, {});
}

async function move({ query, response }) {
  const from = await locateOwn(query.get("path"));
  const to = await locateOwn(query.get("to"));
  if (await stat(to.target).catch(() => null)) throw fault(409, "There is something of that name.");
  await rename(from.target, to.target);
  json(response, 200, {});
}

async function remove({ query, response }) {
  const { target } = await locateOwn(query.get("path"));
  await rm(target, { recursive: true });
  json(response, 200, {});
}

function about({ request, response }) {
  const header = (name) => request.headers[name]?.toString() || null;
  json(response, 200, {
    workspace: process.env.BERTH_WORKSPACE ?? path.basename(root),
    portal: process.env.BERTH_URL ?? null,
    user: header("x-forwarded-user"),
    email: header("x-forwarded-email"),
    role: header("x-berth-role"),
    node: process.version,
    folder: root,
    // Names only: values may be secrets, and whoever may open the workspace need not be its owner.
    variables: Object.keys(process.env).sort(),
  });
}

async function asset({ response, name }) {
  const content = await readFile(path.join(here, "page", name));
  response.writeHead(200, { ...pageHeaders, "Content-Type": assetTypes[name], "Content-Length": content.length });
  response.end(content);
}

const routes = {
  "GET /api/about": about,
  "GET /api/files": list,
  "GET /api/file": download,
  "HEAD /api/file": download,
  "PUT /api/file": upload,
  "DELETE /api/file": remove,
  "POST /api/folder": makeFolder,
  "POST /api/move": move,
};

async function answer(request, response) {
  const url = new URL(request.url ?? "/", "http://workspace");
  const whole = url.pathname;
  if (basePath !== "" && whole === basePath) {
    response.writeHead(308, { Location: `${basePath.slice(basePath.lastIndexOf("/") + 1)}/` });
    return response.end();
  }
  const place = basePath !== "" && whole.startsWith(`${basePath}/`) ? whole.slice(basePath.length) : whole;
  const context = { request, response, query: url.searchParams };
  const reading = request.method === "GET" || request.method === "HEAD";
  const name = place === "/" ? "index.html" : place.slice(1);
  if (reading && Object.hasOwn(assetTypes, name)) return asset({ ...context, name });
  const key = `${request.method} ${place}`;
  if (!Object.hasOwn(routes, key)) throw fault(404, "There is nothing here.");
  // Another site's page can send a form or a picture here, but not this header.
  if (!reading && request.headers["x-requested-by"] !== "notes")
    throw fault(403, "This must come from the app's own page.");
  return routes[key](context);
}

function json(response, status, value) {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}

const systemFaults = {
  ENOENT: [404, "There is no such file or folder."],
  ENOTDIR: [400, "Part of that path is a file."],
  EEXIST: [409, "There is something of that name."],
  EACCES: [403, "The workspace may not do that."],
  ENAMETOOLONG: [400, "That name is too long."],
  ENOSPC: [507, "The disk is full."],
};

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    const [status, message] = error.status
      ? [error.status, error.message]
      : (systemFaults[error.code] ?? [500, "That failed."]);
    if (status === 500) console.error(error);
    if (response.headersSent) return response.destroy();
    // What is left of a refused upload is not worth reading.
    if (!request.complete) response.setHeader("Connection", "close");
    json(response, status, { message });
  });
});
server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\n\r\n"));
server.listen(Number(process.env.PORT ?? 6789), process.env.HOST ?? "127.0.0.1", () => {
  console.log(`Files and notes of ${root} on port ${server.address().port}`);
});
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
