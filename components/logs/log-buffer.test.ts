import { describe, expect, it } from "vitest";
import { appendLog, emptyLog, findLines, logText } from "./log-buffer";

const texts = (chunks: readonly string[], limit = 100) => {
  const buffer = chunks.reduce((current, chunk) => appendLog(current, chunk, limit), emptyLog);
  return { buffer, lines: buffer.lines.map((line) => line.text) };
};

describe("appendLog", () => {
  it("joins a line that arrives in pieces", () => {
    expect(texts(["on", "e\ntw", "o\n"]).lines).toEqual(["one", "two"]);
  });

  it("keeps the last lines only and counts the others", () => {
    const { buffer, lines } = texts(["1\n2\n3\n4\n"], 2);
    expect(lines).toEqual(["3", "4"]);
    expect(buffer.dropped).toBe(2);
    expect(buffer.lines[0]?.number).toBe(3);
  });

  it("takes colours and overwritten progress away", () => {
    expect(texts(["\u001b[31mred\u001b[0m\r\n10%\r50%\rdone\n"]).lines).toEqual(["red", "done"]);
  });

  it("cuts a line that is too long to show", () => {
    expect(texts([`${"x".repeat(20_000)}\n`]).lines[0]).toHaveLength(10_000);
  });

  it("keeps empty lines", () => {
    expect(texts(["a\n\nb\n"]).lines).toEqual(["a", "", "b"]);
  });
});

describe("logText", () => {
  it("has the last line even without its line feed", () => {
    expect(logText(texts(["a\nb"]).buffer)).toBe("a\nb\n");
  });
});

describe("findLines", () => {
  it("finds upper and lower case alike, and nothing for an empty search", () => {
    const { buffer } = texts(["Error: a\nfine\nerror: b\n"]);
    expect(findLines(buffer.lines, "ERROR")).toEqual([0, 2]);
    expect(findLines(buffer.lines, "")).toEqual([]);
  });
});
