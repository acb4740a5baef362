"use server";
import { z } from "zod";
import { newTemplateBody, templateBody } from "@/lib/api/schemas";
import { action } from "@/lib/server/action";
import { deleteTemplate } from "@/lib/templates/server/delete-template";
import { previewTemplate } from "@/lib/templates/server/preview-template";
import { checkTemplateText, createTemplate, saveTemplate } from "@/lib/templates/server/save-template";

// The parser says what is wrong with a template; this only keeps absurd inputs away from it.
const yaml = z.string().max(1_000_000);
const name = z.string().max(100);

/** `workspace` is what `useCheck` calls the thing that is being changed: here the template. */
export const checkTemplate = action({
  input: z.object({ yaml, workspace: name.optional() }),
  run: async (call, input) => ({
    ...(await checkTemplateText(call, input.yaml, input.workspace ?? null)),
    name_taken: false,
  }),
});

export const previewTemplateChange = action({
  input: z.object({ name, text: yaml }),
  run: (call, input) => previewTemplate(call, input.name, input.text),
});

export const createNewTemplate = action({ input: newTemplateBody, run: createTemplate });

export const saveTemplateChange = action({
  input: templateBody.extend({ name }),
  run: (call, { name: template, ...change }) => saveTemplate(call, template, change),
});

export const removeTemplate = action({
  input: z.object({ name }),
  run: async (call, input) => {
    await deleteTemplate(call, input.name);
    return null;
  },
});
