import { accessTexts } from "./access";
import { adoptionTexts } from "./adoption";
import { backendTexts } from "./backends";
import { deedTexts } from "./deeds";
import { documentTexts } from "./documents";
import { eventTexts } from "./events";
import { fleetTexts } from "./fleet";
import { healthTexts } from "./health";
import { historyTexts } from "./history";
import { hoverTexts } from "./hover";
import { kubernetesTexts } from "./kubernetes";
import { lifecycleTexts } from "./lifecycle";
import { pageTexts } from "./pages";
import { planTexts } from "./plans";
import { policyTexts } from "./policy";
import { swarmTexts } from "./swarm";
import { templateTexts } from "./templates";
import { variableTexts } from "./variables";

/** Every text that the portal says to people outside its screens, in English: the API's words, and where German is checked against. */
export const english = {
  ...accessTexts,
  ...adoptionTexts,
  ...backendTexts,
  ...deedTexts,
  ...documentTexts,
  ...eventTexts,
  ...fleetTexts,
  ...healthTexts,
  ...historyTexts,
  ...hoverTexts,
  ...kubernetesTexts,
  ...lifecycleTexts,
  ...pageTexts,
  ...planTexts,
  ...policyTexts,
  ...swarmTexts,
  ...templateTexts,
  ...variableTexts,
} as const;
