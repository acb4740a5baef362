import { describe, expect, it } from "vitest";
import { z } from "zod";
import { issueOf, saidBy } from "./issue";
import { plain, recogniseIn, say } from "./say";
import { told } from "./text";

const german = {
  "cluster/silent": "Der Cluster {cluster} antwortet nicht: {reason}",
  "cluster/connecting": "Die Verbindung wird gerade aufgebaut",
};

describe("a text that is said", () => {
  const said = say("cluster/silent", { cluster: "lab", reason: say("cluster/connecting") });

  it("is complete in English, for the API and the log", () => {
    expect(said.message).toBe("The cluster lab does not answer: the connection is being made");
  });

  it("is told in the reader's language, the text inside it too", () => {
    expect(told(said, german)).toBe("Der Cluster lab antwortet nicht: Die Verbindung wird gerade aufgebaut");
  });

  it("stays whole in English where the catalogue lacks a part, rather than being half of each", () => {
    expect(told(said, { "cluster/silent": german["cluster/silent"] })).toBe(said.message);
    expect(told(said, {})).toBe(said.message);
  });

  it("keeps what a backend said word for word", () => {
    const raw = say("cluster/silent", { cluster: "lab", reason: "{cluster} 503 upstream" });
    expect(told(raw, german)).toBe("Der Cluster lab antwortet nicht: {cluster} 503 upstream");
  });
});

describe("a schema's issue", () => {
  const schema = z.object({
    port: z.int(plain("field/port-whole")),
    labels: z.unknown().superRefine((_, context) => context.addIssue(issueOf(say("field/labels-many", { count: 21 })))),
  });

  it("leads back to its code, with parameters where it has any", () => {
    const { error } = schema.safeParse({ port: "x", labels: {} });
    expect(error?.issues.map((issue) => saidBy(issue).text)).toEqual([
      { code: "field/port-whole", params: {} },
      { code: "field/labels-many", params: { count: 21 } },
    ]);
  });
});

describe("recogniseIn", () => {
  it("finds a sentence of its area with its parameters, and leaves alone what is not ours", () => {
    expect(recogniseIn("no answer within 3 seconds", "reason").text).toEqual({
      code: "reason/too-slow",
      params: { seconds: "3" },
    });
    expect(recogniseIn("Back-off restarting failed container", "reason")).toEqual({
      message: "Back-off restarting failed container",
    });
  });
});
