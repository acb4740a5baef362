import { accessTexts } from "./access";
import { documentTexts } from "./documents";

/** Every text that the portal says to people outside its screens, in English: the API's words, and where German is checked against. */
export const english = { ...accessTexts, ...documentTexts } as const;
