/** Why something cannot be taken over, and what taking it over means. */
export const adoptionTexts = {
  "adopt/owned": "It belongs to {owner}, which would undo every change. Adopt or remove that first.",
  "adopt/other-berth": "It belongs to another Berth installation. Delete the workspace there first.",
  "adopt/replicas": "It has {count} replicas, and a workspace is one. Scale it to 1 or 0 first.",
  "adopt/several-containers":
    "Any of the containers {names} could be the main one. Mark it with the annotation kubectl.kubernetes.io/default-container on the pod template.",
  "adopt/removed-at-end": "The engine removes it as soon as it stops (--rm), so nothing would be left to start again.",
  "adopt/host-settings": "It has settings that a workspace cannot have: {names}.",
  "adopt/settings-lost": "These settings of it are lost when a change makes another container: {names}.",
  "adopt/other-tool": "{tool} manages it, too: its next update may undo what Berth changes, so take it out there.",
  "adopt/services-stay": "The Services {names} lead to it as well. They stay as they are and are not managed.",
  "adopt/ingresses-stay": "The Ingresses {names} lead to it. They stay as they are and are not managed.",
  "adopt/kept-as-found":
    "It goes on as it was found: Berth's own defaults (probe, variables such as BERTH_URL, restrictions) are not added.",
  "adopt/recreated-later":
    "The engine cannot put labels on a container that exists: Berth remembers it, and labels it when a change makes another container.",
  "adopt/not-on-cluster": "Clusters of this kind have nothing that can be adopted.",
  "adopt/no-such": "There is no unmanaged {kind} {name} on the cluster {cluster}.",
  "adopt/cannot": "{kind} {name} cannot be adopted. {reason}",
  "adopt/cluster-differs": "What is adopted stays on its cluster, {cluster}.",
  "adopt/taken-meanwhile": "{kind} {name} has just been adopted as the workspace {workspace}.",
  "adopt/owner-unknown": "There is no user {email} who could own the workspace.",
  "adopt/name-differs": "The document names the workspace {name}; adopt it under that name.",
  "adopt/namespace-differs": "{kind} {name} is in the namespace {namespace} and cannot be adopted into another.",
  "doing/adopt": "adopt what runs on a cluster",
  "deed/adopted": "Adopted {kind} {name}",
} as const;
