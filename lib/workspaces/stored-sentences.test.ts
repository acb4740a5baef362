import { describe, expect, it } from "vitest";
import { deedTexts } from "@/lib/i18n/english/deeds";
import { say } from "@/lib/i18n/say";
import { recogniseAmong, told } from "@/lib/i18n/text";
import german from "@/messages/de/texts.json";
import { cause } from "./cause";
import { causeOfSummary } from "./cause-table";

describe("sentences that are stored", () => {
  it("of activity are found again with what they were put together from", () => {
    const updated = say("deed/settings", { deed: say("deed/updated", { number: 3 }), names: "A, B" });
    const stored = say("deed/next-restart", { deed: updated }).message;
    expect(stored).toBe("updated to revision 3, took over the cluster's settings (A, B), from the next restart on");
    expect(told(recogniseAmong(stored, deedTexts), german)).toBe(
      "hat auf Revision 3 aktualisiert, mit den Einstellungen des Clusters (A, B), wirksam ab dem nächsten Neustart",
    );
  });

  it("of idle stop are found again with the source that was seen last", () => {
    const { message } = say("deed/idle-stopped", {
      seconds: 600,
      source: say("idle/source-requests"),
      time: "2026-11-21 19:00:00 UTC",
      evidence: "requests: 2026-11-21 19:00:00 UTC",
    });
    expect(told(recogniseAmong(message, deedTexts), german)).toBe(
      "hat den Arbeitsbereich nach 600 Sekunden ohne Nutzung gestoppt; zuletzt gesehen: Anfragen über das Gateway, 2026-11-21 19:00:00 UTC (Belege: requests: 2026-11-21 19:00:00 UTC)",
    );
  });

  it("of causes are found again with their parameters", () => {
    const { summary, code, params } = cause("probe-failing", { port: "80", reason: "no answer within 3 seconds" });
    expect(causeOfSummary(summary)).toEqual({ code, params });
  });

  it("that nobody of ours said stay as they are", () => {
    expect(told(recogniseAmong("fixed the pipeline", deedTexts), german)).toBe("fixed the pipeline");
    expect(causeOfSummary("fixed the pipeline")).toBeNull();
  });
});
