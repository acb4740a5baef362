import { connect } from "node:net";
import { plain, say } from "@/lib/i18n/say";

/** Node's own servers listen on `::1` when told `localhost`. */
const hosts = ["127.0.0.1", "::1"] as const;

export type ProbeResult =
  { readonly ok: true; readonly host: string } | { readonly ok: false; readonly reason: string };

/**
 * Asks the server once: GET of `healthPath`, any status below 500 is ready; `""`: a connection is enough (product, section 2).
 * Written on a socket because a client with agents and parsers costs as much as the server's own start.
 */
export async function probe(port: number, healthPath: string, timeout: number): Promise<ProbeResult> {
  const first = await probeHost(hosts[0], port, healthPath, timeout);
  if (first.ok || first.reason !== refused) return first;
  const second = await probeHost(hosts[1], port, healthPath, timeout);
  return second.ok ? second : first;
}

const refused = plain("reason/nobody-listens");

function probeHost(host: string, port: number, healthPath: string, timeout: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let answer = "";
    const end = (result: ProbeResult) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(timeout, () =>
      end({ ok: false, reason: say("reason/too-slow", { seconds: timeout / 1000 }).message }),
    );
    socket.on("error", (error: NodeJS.ErrnoException) =>
      end({
        ok: false,
        reason:
          error.code === "ECONNREFUSED"
            ? refused
            : say("reason/connection-failed", { code: error.code ?? "unknown" }).message,
      }),
    );
    socket.on("connect", () => {
      if (healthPath === "") return end({ ok: true, host });
      socket.write(
        `GET ${encodeURI(healthPath)} HTTP/1.1\r\nHost: localhost:${port}\r\nUser-Agent: berth-probe\r\nConnection: close\r\n\r\n`,
      );
    });
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      const status = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(answer)?.[1];
      if (status !== undefined) {
        end(
          Number(status) < 500
            ? { ok: true, host }
            : { ok: false, reason: say("reason/answers-status", { path: healthPath, status }).message },
        );
      } else if (answer.length > 64) {
        end({ ok: false, reason: plain("reason/no-http") });
      }
    });
    socket.on("close", () => end({ ok: false, reason: plain("reason/closed") }));
  });
}
