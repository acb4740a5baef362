import { getIn, type JsonObject } from "@/lib/shared/json";

/** What building needs to know of a swarm. */
export type SwarmFacts = {
  /** Id of the node that Berth speaks to: workspaces run there unless their document places them. */
  readonly node: string;
};

/** Null: the cluster is one engine alone. */
export function swarmFacts(facts: JsonObject): SwarmFacts | null {
  const node = getIn(facts, ["swarm", "node"]);
  return typeof node === "string" ? { node } : null;
}
