import { labelKeys } from "../../labels";
import type { Observation, RuntimeEvent, WorkspaceRef } from "../../provider";
import { isOptionalKind, managedKinds, relatedKinds, type KindPath } from "../kinds";
import { podsOf, unlabelledObjects } from "./adopted";
import type { KubernetesClient } from "./client";
import { isUnavailable, listKind } from "./list-kind";
import { byTime } from "./memory";
import { runtimeEvent, toManifest } from "./objects";

async function orNone<T>(listed: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await listed;
  } catch (error) {
    if (isUnavailable(error)) return [];
    throw error;
  }
}

/** A fresh look at one workspace: its objects by label, and the events about them. */
export async function observeWorkspace(
  client: KubernetesClient,
  ref: WorkspaceRef,
  namespace: string,
  signal: AbortSignal,
): Promise<Observation> {
  const query = { labelSelector: `${labelKeys.workspaceId}=${ref.id}` };
  const list = async (name: string, kind: KindPath) => {
    const listed = listKind(client, kind, namespace, query, signal).then(({ items }) => items);
    const items = await (isOptionalKind(name) ? orNone(listed) : listed);
    return items.map((item) => toManifest(name, item));
  };
  // Berth makes no Deployments: only who took one over has to look for it.
  const kinds = Object.entries(managedKinds).filter(
    ([name]) => name !== "Deployment" || ref.names.adopted?.some((key) => key.startsWith("Deployment/")),
  );
  const managed = Promise.all(kinds.map(([name, kind]) => list(name, kind)));
  const [lists, pods, events] = await Promise.all([
    managed,
    podsOf(client, ref, namespace, signal),
    eventsOf(client, ref, namespace, signal),
  ]);
  const labelled = lists.flat();
  const manifests = [...labelled, ...(await unlabelledObjects(client, ref, namespace, labelled, signal))];
  const isThere = manifests.length + pods.length > 0;
  return { manifests, related: pods, events: isThere ? events : [] };
}

/** Events have no labels: they are asked for by the names of the objects that can have some. */
async function eventsOf(
  client: KubernetesClient,
  ref: WorkspaceRef,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly RuntimeEvent[]> {
  const names = [ref.names.main, `${ref.names.main}-0`, ref.names.data];
  const lists = await Promise.all(
    names.map((name) =>
      listKind(client, relatedKinds.Event, namespace, { fieldSelector: `involvedObject.name=${name}` }, signal),
    ),
  );
  return lists.flatMap(({ items }) => items.map(runtimeEvent)).sort(byTime);
}
