import { Transform } from "node:stream";

export const assetTypes = {
  "index.html": "text/html; charset=utf-8",
  "page.css": "text/css; charset=utf-8",
  "page.js": "text/javascript; charset=utf-8",
  "files.js": "text/javascript; charset=utf-8",
  "markdown.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
};

const shownTypes = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  svg: "image/svg+xml",
};

/** The type with which a file may be shown in place; null: it is only downloaded. */
export function contentTypeOf(file) {
  const extension = file.slice(file.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(shownTypes, extension) ? shownTypes[extension] : null;
}

/** A part of a path that no file of the user's has: it would climb, hide a control character or fit no file system. */
export const isNotAllowedName = (name) =>
  name === "" || name === "." || name === ".." || /[\u0000-\u001f\u007f\\]/.test(name) || Buffer.byteLength(name) > 240;

/** An error whose text is shown to the person. */
export const fault = (status, message) => Object.assign(new Error(message), { status });

/** Counts what passes, because a sender need not say how much it sends. */
export class LimitedSize extends Transform {
  #left;
  constructor(bytes) {
    super();
    this.#left = bytes;
  }
  _transform(chunk, _encoding, done) {
    this.#left -= chunk.length;
    done(this.#left < 0 ? fault(413, "Files of up to 256 MB are possible.") : null, chunk);
  }
}
