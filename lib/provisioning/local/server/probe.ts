import { connect } from "node:net";

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

const refused = "nothing listens there yet";

function probeHost(host: string, port: number, healthPath: string, timeout: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let answer = "";
    const end = (result: ProbeResult) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(timeout, () => end({ ok: false, reason: `no answer within ${timeout / 1000} seconds` }));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      end({
        ok: false,
        reason: error.code === "ECONNREFUSED" ? refused : `the connection failed (${error.code ?? "unknown"})`,
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
        end(Number(status) < 500 ? { ok: true, host } : { ok: false, reason: `${healthPath} answers ${status}` });
      } else if (answer.length > 64) {
        end({ ok: false, reason: "what answers there does not speak HTTP" });
      }
    });
    socket.on("close", () => end({ ok: false, reason: "the connection was closed without an answer" }));
  });
}
