import { Transform } from "node:stream";

const headerLength = 8;

/** Takes away the frame headers that the engine puts around output when a container or exec has no terminal. Both outputs become one. */
export function demux(): Transform {
  let rest: Buffer = Buffer.alloc(0);
  let open = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      rest = Buffer.alloc(0);
      while (data.length > 0) {
        if (open === 0) {
          if (data.length < headerLength) {
            rest = data;
            break;
          }
          open = data.readUInt32BE(4);
          data = data.subarray(headerLength);
        } else {
          const part = data.subarray(0, open);
          this.push(part);
          open -= part.length;
          data = data.subarray(part.length);
        }
      }
      done();
    },
  });
}

/** The same for an answer that came whole. */
export function demuxAll(data: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + headerLength <= data.length;) {
    const length = data.readUInt32BE(at + 4);
    parts.push(data.subarray(at + headerLength, at + headerLength + length));
    at += headerLength + length;
  }
  return Buffer.concat(parts);
}
