"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { appendLog, emptyLog, type LogBuffer } from "./log-buffer";

export type LogState = "connecting" | "live" | "ended" | "reconnecting";
export type LogStream = {
  readonly buffer: LogBuffer;
  readonly state: LogState;
  /** What the server said when it refused. */ readonly fault: string | null;
  readonly reconnect: () => void;
};

type Options = {
  /** Null: there is nothing to ask any more; what was read stays. */
  readonly url: string | null;
  readonly follow: boolean;
  readonly limit: number;
  /** Which run of the program is shown: a followed log that has ended goes on with the next one. */
  readonly run: string | null;
};

const retryMs = 3000;
/** Chunks are shown together: a busy program must not make a render per line. */
const paintMs = 100;

/** Reads a text stream into a buffer of the last lines; when a followed stream breaks it is opened again. */
export function useLogStream({ url, follow, limit, run }: Options): LogStream {
  const [buffer, setBuffer] = useState<LogBuffer>(emptyLog);
  const [state, setState] = useState<LogState>("connecting");
  const [fault, setFault] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const reconnect = useCallback(() => setAttempt((count) => count + 1), []);
  const retry = useRef<ReturnType<typeof setTimeout>>(undefined);
  const ended = useRef(false);
  const present = useRef(run);

  useEffect(() => {
    present.current = run;
    if (follow && ended.current) reconnect();
  }, [run, follow, reconnect]);

  useEffect(() => {
    if (url === null) return;
    const begunWith = present.current;
    ended.current = false;
    const abort = new AbortController();
    let waiting = "";
    let fresh = true;
    const paint = () => {
      if (waiting === "" && !fresh) return;
      const [chunk, base] = [waiting, fresh ? emptyLog : null];
      waiting = "";
      fresh = false;
      setBuffer((current) => appendLog(base ?? current, chunk, limit));
    };
    const timer = setInterval(paint, paintMs);
    const again = () => {
      setState("reconnecting");
      retry.current = setTimeout(reconnect, retryMs);
    };
    void readStream(url, abort.signal, (text) => {
      setState(follow ? "live" : "connecting");
      setFault(null);
      waiting += text;
    }).then((end) => {
      if (abort.signal.aborted) return;
      paint();
      if (end.fault !== null) setFault(end.fault);
      if (end.broken && follow) again();
      else if (follow && present.current !== begunWith) reconnect();
      else {
        ended.current = true;
        setState("ended");
      }
    });
    return () => {
      clearInterval(timer);
      clearTimeout(retry.current);
      abort.abort();
    };
  }, [url, follow, limit, attempt, reconnect]);

  return { buffer, state: url === null ? "ended" : state, fault, reconnect };
}

type End = { readonly broken: boolean; readonly fault: string | null };

async function readStream(url: string, signal: AbortSignal, take: (text: string) => void): Promise<End> {
  try {
    const answer = await fetch(url, { signal });
    if (!answer.ok) return { broken: answer.status >= 500, fault: await readFault(answer) };
    take("");
    if (!answer.body) return { broken: false, fault: null };
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { broken: false, fault: null };
      take(value);
    }
  } catch {
    // fetch and read reject for one reason that is not ours: the connection is gone.
    return { broken: true, fault: null };
  }
}

async function readFault(answer: Response): Promise<string> {
  const problem: unknown = await answer.json().catch(() => null);
  const detail = typeof problem === "object" && problem !== null && "detail" in problem ? problem.detail : null;
  return typeof detail === "string" ? detail : `HTTP ${answer.status}`;
}
