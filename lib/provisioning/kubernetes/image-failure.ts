import { cause, type Cause } from "@/lib/workspaces/cause";
import type { ContainerState } from "./pod-state";
import { stringAt } from "./pod-state";

const pullReasons: ReadonlySet<string> = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
  "RegistryUnavailable",
  "SignatureValidationFailed",
]);

/** The kubelet passes the runtime's text on; registries word the same refusal in different ways. */
const denied =
  /unauthorized|authentication required|access denied|access forbidden|no basic auth|\b40[13]\b|insufficient_scope|denied:/i;
const absent = /not found|manifest unknown|name unknown|name_unknown|\b404\b|does not exist/i;
/** Texts that contain `not found` but speak of the way to the registry, not of the image. */
const unreachable = /dial tcp|no such host|i\/o timeout|connection refused|x509|tls:/i;

/** Why the image of a waiting container cannot be had; null when it waits for something else. */
export function imageFailure(container: ContainerState, pullEvent: string | null): Cause | null {
  const { waiting } = container;
  if (!waiting || !pullReasons.has(waiting.reason)) return null;
  const image = stringAt(container.spec, "image") ?? "?";
  const texts = [waiting.message, pullEvent ?? ""].filter((text) => text !== "");
  const text = texts.join(" ");
  const evidence = [
    `${container.name}: ${waiting.reason}: ${waiting.message}`,
    ...(pullEvent === null ? [] : [pullEvent]),
  ];
  if (waiting.reason === "InvalidImageName") {
    return cause("image-not-found", { image }, evidence);
  }
  if (!unreachable.test(text)) {
    if (denied.test(text)) return cause("image-pull-denied", { image }, evidence);
    if (absent.test(text)) return cause("image-not-found", { image }, evidence);
  }
  return cause("image-pull-failed", { image, reason: shortReason(text, waiting.reason) }, evidence);
}

/** The runtime nests its errors from outside to inside: the last parts say what happened. */
function shortReason(text: string, fallback: string): string {
  const message = text.replace(/\s+/g, " ").trim();
  const parts = message.split(": ");
  return parts.slice(-3).join(": ").slice(0, 300) || fallback;
}
