/** Refusals: who may do what, and requests that cannot be read. */
export const accessTexts = {
  "error/internal": "The portal could not do this. The request id below leads to the entry in its log.",
} as const;
