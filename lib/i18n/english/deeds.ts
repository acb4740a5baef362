/**
 * What people and the portal did with a workspace, as its activity keeps it: sentences without a subject. `recogniseAmong` finds them again, so
 * those that go on after another one come first.
 */
export const deedTexts = {
  "deed/next-restart": "{deed}, from the next restart on",
  "deed/settings": "{deed}, took over the cluster's settings ({names})",
  "deed/as-revision": "{deed}, as revision {number}",

  "deed/idle-stopped":
    "stopped the workspace after {seconds} seconds without use; last seen: {source}, {time} (evidence: {evidence})",
  "deed/expired": "stopped the workspace because it expired at {time}",
  "deed/schedule-stopped": "stopped the workspace by its schedule, due {time}",
  "deed/schedule-started": "started the workspace by its schedule, due {time}",
  "deed/schedule-refused": "did not start the workspace by its schedule, due {time}: {reason}",
  "deed/kept": "keeps the workspace running until {time}",
  "deed/hook-done": "ran {step} after the start: exit code 0 in {seconds} s. Output: {output}",
  "deed/hook-failed": "ran {step} after the start: exit code {code} after {seconds} s. Output: {output}",
  "deed/hook-late": "ended {step} after the start: not done after {seconds} s. Output: {output}",
  "deed/hook-refused": "could not run {step} after the start: {reason}",

  "idle/source-start": "its start",
  "idle/source-requests": "requests through the gateway",
  "idle/source-sockets": "open connections",
  "idle/source-terminals": "terminals of the portal",
  "idle/source-probe": "its server",
  "idle/source-cpu": "its CPU use",
  "workspace/expired":
    "{name} expired at {time} (access.expires_at). Change or remove expires_at in its document, then start it.",

  "deed/created": "created the workspace",
  "deed/started": "started the workspace",
  "deed/stopped": "stopped the workspace",
  "deed/restarted": "restarted the workspace",
  "deed/updated": "updated to revision {number}",
  "deed/applied-again": "applied the configuration again",
  "deed/rolled-back": "rolled back to revision {number}",
  "deed/deleted": "deleted the workspace; its storage stays",
  "deed/deleted-storage": "deleted the workspace and its storage",
  "deed/restored": "restored the workspace",
  "deed/drifted": "changed outside Berth: {objects}",
  "deed/accepted": "accepted what was changed outside Berth",
  "deed/reverted": "reverted what was changed outside Berth",
  "deed/re-added": "re-added the routes",
  "deed/secret-set": "set the secret {name}",
  "deed/secret-removed": "removed the secret {name}",
  "deed/secret-offered": "offered the secret {name} to all workspaces of the cluster",
  "deed/secret-withdrawn": "withdrew the secret {name} from other workspaces",
  "deed/cancelled-create": "cancelled the create",
  "deed/cancelled-start": "cancelled the start",
  "deed/cancelled-stop": "cancelled the stop",
  "deed/cancelled-restart": "cancelled the restart",
  "deed/cancelled-update": "cancelled the update",
  "deed/cancelled-delete": "cancelled the delete",
} as const;
