import { createSpotlight } from "@mantine/spotlight";

const [store, handlers] = createSpotlight();

/** Whether the palette is open; shared by the palette and the keys that open it. Lives in the palette's own chunk. */
export const paletteStore = { store, ...handlers } as const;
