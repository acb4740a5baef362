"use client";
import { useTranslations } from "next-intl";
import { ownSecretOrigin, workspaceOfSecret } from "@/lib/variables/inherit";
import { splitOrigin } from "@/lib/workspaces/configuration-rows";

const known = ["builtin", "environment", "policy", "template", "document", "inherited", "pre-start"] as const;

/** Where a value comes from, in words: `environment:ENV` → "Setting ENV". */
export function useOriginText(): (origin: string) => string {
  const t = useTranslations("history.origin");
  return (origin) => {
    const [name, detail] = splitOrigin(origin);
    const layer = known.find((entry) => entry === name);
    if (!layer) return origin;
    if (origin === ownSecretOrigin) return t("secret");
    const from = workspaceOfSecret(origin);
    if (from !== null) return t("shared-secret", { workspace: from });
    if (layer === "builtin" && detail === "berth") return t("own");
    return detail === "" ? t(`${layer}.plain`) : t(`${layer}.of`, { detail });
  };
}
