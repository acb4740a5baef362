// Writes docs/settings.md from the table of settings: npx tsx scripts/settings-doc.ts
import fs from "node:fs";
import path from "node:path";
import { settingsDocument } from "@/lib/config/settings-doc";

fs.writeFileSync(path.resolve(import.meta.dirname, "../docs/settings.md"), settingsDocument());
