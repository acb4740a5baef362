/** The gateway's page that stands in for a workspace which does not answer. */
export const pageTexts = {
  "page/stopped": "{name} is stopped",
  "page/starting": "{name} is starting",
  "page/stopping": "{name} is stopping",
  "page/failed": "{name} does not run",
  "page/start": "Start it",
  "page/wait": "This page goes on by itself as soon as the workspace is ready.",
  "page/ask": "Ask its owner to start it.",
  "page/portal": "Open in Berth",
  "page/next": "Next step:",
} as const;
