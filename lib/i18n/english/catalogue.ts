import { accessTexts } from "./access";
import { documentTexts } from "./documents";
import { healthTexts } from "./health";
import { kubernetesTexts } from "./kubernetes";
import { planTexts } from "./plans";

/** Every text that the portal says to people outside its screens, in English: the API's words, and where German is checked against. */
export const english = { ...accessTexts, ...documentTexts, ...healthTexts, ...kubernetesTexts, ...planTexts } as const;
