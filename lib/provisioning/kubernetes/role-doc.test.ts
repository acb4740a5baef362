import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format } from "prettier";
import { expect, test } from "vitest";
import { roleDocument } from "./role-doc";

const file = path.join(import.meta.dirname, "../../../docs/reference/kubernetes-role.md");

test("docs/reference/kubernetes-role.md says what the table of rights says (UPDATE_DOCS=1 writes it)", async () => {
  const wanted = await format(roleDocument(), { parser: "markdown", printWidth: 120 });
  if (process.env.UPDATE_DOCS === "1") await writeFile(file, wanted);
  expect(await readFile(file, "utf8")).toBe(wanted);
});
