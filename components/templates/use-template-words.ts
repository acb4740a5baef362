"use client";
import { useTranslations } from "next-intl";
import type { TemplateDto } from "@/lib/workspaces/dto";

const builtIn = ["notes", "mage", "jupyterlab", "code-server", "rstudio", "plain"] as const;
const parameters = ["tag", "stack"] as const;

type Words = { readonly title: string; readonly description: string };
type Named = Words & { readonly name: string };

/** What a card says: Berth's own in the person's language, an administrator's as it was written. */
export function useTemplateWords(): (template: Named & Pick<TemplateDto, "built_in">) => Words {
  const t = useTranslations("templates.built-in");
  return ({ name, built_in, title, description }) => {
    const known = built_in ? builtIn.find((item) => item === name) : undefined;
    return known ? { title: t(`${known}.title`), description: t(`${known}.description`) } : { title, description };
  };
}

/** The same for what a form asks for. */
export function useParameterWords(isBuiltIn: boolean): (parameter: Named) => Words {
  const t = useTranslations("templates.built-in-parameters");
  return ({ name, title, description }) => {
    const known = isBuiltIn ? parameters.find((item) => item === name) : undefined;
    return known ? { title: t(`${known}.title`), description: t(`${known}.description`) } : { title, description };
  };
}
