import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { demux, demuxAll } from "./demux";

const frame = (text: string): Buffer => {
  const body = Buffer.from(text);
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
};
const whole = Buffer.concat([frame("one\n"), frame(""), frame("zwei: ä\n"), frame("x".repeat(1000))]);
const text = `one\nzwei: ä\n${"x".repeat(1000)}`;

describe("output in frames", () => {
  it.each([1, 3, 7, 8, 9, 64, 5000])("is the same however it is cut (%i bytes)", async (size) => {
    const parts = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
      whole.subarray(i * size, (i + 1) * size),
    );
    const chunks: Buffer[] = await Readable.from(parts).pipe(demux()).toArray();
    expect(Buffer.concat(chunks).toString()).toBe(text);
  });

  it("is the same when it comes whole", () => {
    expect(demuxAll(whole).toString()).toBe(text);
  });
});
