import {
  IconBox,
  IconBrain,
  IconChartBar,
  IconCloud,
  IconCode,
  IconDatabase,
  IconFlask,
  IconLetterR,
  IconNotebook,
  IconNotes,
  IconRobot,
  IconTerminal2,
  IconWand,
  type Icon,
} from "@tabler/icons-react";
import type { TemplateIcon as Name } from "@/lib/templates/template";

const icons: Readonly<Record<Name, Icon>> = {
  box: IconBox,
  brain: IconBrain,
  chart: IconChartBar,
  cloud: IconCloud,
  code: IconCode,
  database: IconDatabase,
  flask: IconFlask,
  notebook: IconNotebook,
  notes: IconNotes,
  r: IconLetterR,
  robot: IconRobot,
  terminal: IconTerminal2,
  wand: IconWand,
};

/** The picture of a card; a box for one that this version does not know. */
export function TemplateIcon({ name }: { name: string }) {
  const Picture = Object.entries(icons).find(([known]) => known === name)?.[1] ?? IconBox;
  return <Picture size={22} stroke={1.6} aria-hidden style={{ flex: "none" }} />;
}
