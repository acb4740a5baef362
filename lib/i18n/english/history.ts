/** Rollback, drift and restore. */
export const historyTexts = {
  "history/no-revision": "The workspace {name} has no revision {number}. Its revisions are 1 to {newest}.",
  "history/newest": "Revision {number} is the newest already. Choose an earlier one.",
  "drift/none": "Nothing of the workspace {name} was changed outside Berth.",
  "drift/nothing-to-accept":
    "Nothing of what was changed outside Berth can be written into the document: {changes}. Revert it instead.",
  "drift/not-accepted": "Not written into the document, so it goes back to what was applied: {change}. {reason}",
  "drift/object-missing": "The object is missing.",
  "drift/secret": "The value is secret.",
  "drift/no-field": "A document has no field for it.",
  "restore/not-found":
    "There is no deleted workspace {name} to restore: its storage was not kept, or it was deleted more than {days} days ago.",
  "restore/several": "Several deleted workspaces had the name {name}. Say which one by its id: {ids}.",
  "restore/name-taken":
    "There is a workspace {name} on the cluster {cluster} again. Delete or keep that one; a name belongs to one workspace.",
  "restore/storage-gone":
    "The storage of {name} is not on the cluster any more ({objects}), so there is nothing to restore. Create a new workspace.",
} as const;
