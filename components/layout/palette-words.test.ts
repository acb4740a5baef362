import { describe, expect, it } from "vitest";
import { readQuery } from "./palette-words";

const words = { open: "Open", start: "Start", stop: "Stop", restart: "Restart" };

describe("what is typed into the palette", () => {
  it("may have a verb before or after what is searched for", () => {
    expect(readQuery("stop churn model", words)).toEqual({ verb: "stop", search: "churn model" });
    expect(readQuery(" churn STOP ", words)).toEqual({ verb: "stop", search: "churn" });
    expect(readQuery("stop", words)).toEqual({ verb: "stop", search: "" });
  });

  it("knows verbs of several words, before others that they end with", () => {
    const german = { open: "Öffnen", start: "Starten", stop: "Anhalten", restart: "Neu starten" };
    expect(readQuery("churn neu starten", german)).toEqual({ verb: "restart", search: "churn" });
    expect(readQuery("starten churn", german)).toEqual({ verb: "start", search: "churn" });
  });

  it("is a search where a verb is only a part of a word", () => {
    expect(readQuery("stopwatch", words)).toEqual({ verb: null, search: "stopwatch" });
    expect(readQuery("", words)).toEqual({ verb: null, search: "" });
  });
});
