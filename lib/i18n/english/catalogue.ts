import { accessTexts } from "./access";
import { backendTexts } from "./backends";
import { deedTexts } from "./deeds";
import { documentTexts } from "./documents";
import { eventTexts } from "./events";
import { healthTexts } from "./health";
import { historyTexts } from "./history";
import { hoverTexts } from "./hover";
import { kubernetesTexts } from "./kubernetes";
import { pageTexts } from "./pages";
import { planTexts } from "./plans";
import { policyTexts } from "./policy";

/** Every text that the portal says to people outside its screens, in English: the API's words, and where German is checked against. */
export const english = {
  ...accessTexts,
  ...backendTexts,
  ...deedTexts,
  ...documentTexts,
  ...eventTexts,
  ...healthTexts,
  ...historyTexts,
  ...hoverTexts,
  ...kubernetesTexts,
  ...pageTexts,
  ...planTexts,
  ...policyTexts,
} as const;
