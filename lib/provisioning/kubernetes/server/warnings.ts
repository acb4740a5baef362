import type { IncomingMessage } from "node:http";

/** What the API server warns of: deprecated fields, and what admission (pod security in mode `warn`, policies) lets pass but dislikes. */
export const warningsOf = (answer: Pick<IncomingMessage, "headersDistinct">): readonly string[] =>
  (answer.headersDistinct.warning ?? []).flatMap((line) =>
    [...line.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text.replace(/\\(.)/g, "$1")),
  );
