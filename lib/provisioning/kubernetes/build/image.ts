import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import { textOf } from "./values";

/** The main container's image with `image_tag` in place of its tag; a digest is dropped with the tag that it pinned. */
export function imageOf(container: JsonObject): string {
  const image = textOf(container.image);
  if (image === null) {
    throw new PortalError("document/invalid", say("config/image-missing-template"), {
      faults: [{ path: "container_config.image", ...say("config/image-missing-here") }],
    });
  }
  const tag =
    typeof container.image_tag === "number" ? String(container.image_tag) : textOf(container.image_tag ?? null);
  return tag === null ? image : `${withoutTag(image)}:${tag}`;
}

/** A colon before the last slash is the registry's port, not a tag. */
function withoutTag(image: string): string {
  const name = image.split("@")[0] ?? image;
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") ? name.slice(0, colon) : name;
}
