/** Changes over many workspaces: what they do to each, why one is left out, why a rollout stands still. */
export const fleetTexts = {
  "fleet/why-live": "{what} changes while it runs.",
  "fleet/why-restart": "{what} changes: it restarts.",
  "fleet/why-recreate": "{what} cannot change in place: it is made anew.",
  "fleet/why-data-loss": "{what} changes: data is lost.",
  "fleet/why-made": "{what} is made.",
  "fleet/why-document": "Only the document changes, nothing that runs.",
  "fleet/why-settings": "Settings that are taken over: {names}.",
  "fleet/why-stopped": "{what} changes with its next start: it is stopped and stays so.",
  "fleet/why-restarts": "It is restarted as it is.",
  "fleet/why-routes": "What leads to it is made anew: {what}. Nothing restarts.",

  "fleet/unchanged": "It is as the change wants it already.",
  "fleet/not-running": "It is stopped, so there is nothing to restart.",
  "fleet/busy-operation": "A {kind} of it is under way. Plan again when that has ended.",
  "fleet/busy-fleet": "Another fleet change has not ended with it yet.",
  "fleet/stale": "It was changed after the plan was made, so it was left alone. Plan again for it.",
  "fleet/replanned": "Its state had changed since the plan; planned again, the effect was not greater.",
  "fleet/turn-never-came": "The rollout was stopped before its turn.",
  "fleet/gone": "It was deleted after the plan was made.",

  "fleet/paused-by": "{by} paused it.",
  "fleet/stopped-by": "{by} stopped it.",
  "fleet/paused-failures": "{count} failed: {names}. Repair what is wrong and resume, or stop.",
  "fleet/paused-room":
    "{names} failed and is not ready, and no more than {most} may be not ready at once. Repair what is wrong and resume, or stop.",
  "fleet/paused-unreachable": "{name} was not touched: {fault} Resume when that is repaired.",
  "fleet/author-gone":
    "{author}, in whose name it was done, or the token that it was started with, is not allowed in any more.",

  "fleet/revision": "Fleet change {id}",
  "fleet/not-found": "There is no rollout {id}.",
  "fleet/plan-unknown": "No plan of yours has this hash, or it has expired or was applied. Plan again.",
  "fleet/nothing-to-do": "The plan touches no workspace, so there is nothing to roll out.",
  "fleet/taken": "Another fleet change has not ended with {names}. Wait for it, or stop it, and plan again.",
  "fleet/too-many": "{count} workspaces are more than the {most} of one fleet change. Narrow the selection.",
  "fleet/patch-without-update": "A patch or new settings go with the action update only.",
  "fleet/routes-now": "Only an update can wait for the next restart.",
  "fleet/cannot-pause": "Only a rollout that is under way can be paused; this one is {state}.",
  "fleet/cannot-resume": "Only a rollout that is paused can be resumed; this one is {state}.",
  "fleet/cannot-stop": "Only a rollout that is under way or paused can be stopped; this one is {state}.",
  "fleet/no-right": "Your sign-in does not let you do that with changes over many workspaces.",
} as const;
