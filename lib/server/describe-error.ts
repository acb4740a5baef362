export type ErrorForLog = { readonly name: string; readonly message: string; readonly frames: readonly string[] };

const longest = 500;

/**
 * What the log says about an unexpected error. Errors of HTTP clients carry bodies and headers, in their message too: of those only the
 * name and the place remain.
 */
export function describeError(error: unknown): ErrorForLog {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error).slice(0, longest), frames: [] };
  const carriesAnswer = "headers" in error || "body" in error || "response" in error;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    message: carriesAnswer ? "(not shown: it may hold headers)" : error.message.slice(0, longest),
    frames: frames.slice(0, 12).map((line) => line.trim()),
  };
}
