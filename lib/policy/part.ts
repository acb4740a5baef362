import { isObject, type Json } from "@/lib/shared/json";
import type { Box } from "./box";
import { located, type Pod } from "./pod";

/** One container, whatever runs it: what rules about images and resources look at. */
export type Part = { readonly path: string; readonly image: Json | undefined; readonly resources: Json | undefined };

export const partsOfPod = (pod: Pod): readonly Part[] =>
  pod.containers.map(({ path, value: { image, resources } }) => ({ path, image, resources }));

/** Images that a pod mounts as volumes: they are fetched and read like those that run. */
export const imageVolumesOf = (pod: Pod): readonly { readonly path: string; readonly image: Json | undefined }[] =>
  located(pod.value.volumes, `${pod.path}.volumes`).flatMap(({ path, value }) =>
    isObject(value.image) ? [{ path: `${path}.image.reference`, image: value.image.reference }] : [],
  );

export const partOfBox = ({ path, image, resources }: Box): Part => ({ path, image, resources });
