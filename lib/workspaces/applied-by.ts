/** Label of a workspace that `berth apply --set` made or changed; its value is the set. The one label of this prefix that documents may have. */
export const appliedByLabel = "berth.dev/applied-by";
