// Writes the reference pages that are made from tables in the code. Tests hold that they are up to date.
//   node --import tsx scripts/reference-docs.ts
import fs from "node:fs";
import { renderCauses } from "../lib/workspaces/cause-docs";

fs.mkdirSync("docs/reference", { recursive: true });
fs.writeFileSync("docs/reference/causes.md", renderCauses());
