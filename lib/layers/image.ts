export type ImageName = { readonly repository: string; readonly tag: string | null; readonly digest: string | null };

/** Splits `registry:5000/team/app:1.2@sha256:…`. The colon of a registry's port is no tag. */
export function parseImage(image: string): ImageName {
  const [name = "", digest = null] = image.split("@", 2);
  const colon = name.lastIndexOf(":");
  const tagged = colon > name.lastIndexOf("/");
  return { repository: tagged ? name.slice(0, colon) : name, tag: tagged ? name.slice(colon + 1) : null, digest };
}

/** The image with another tag. A digest names other content than the tag, so it goes. */
export const withTag = (image: string, tag: string): string => `${parseImage(image).repository}:${tag}`;
