import { Readable } from "node:stream";
import { given, parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { logsQuery } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { openLogs } from "@/lib/workspaces/server/logs";

export const GET = route({
  run: async (call, _input, { params, query }) => {
    const { cluster, ...options } = parseQuery(logsQuery, query);
    const log = await openLogs(call, refOf(params, { cluster }), given(options));
    call.signal.addEventListener("abort", () => log.destroy());
    return new Response(Readable.toWeb(log) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  },
});
