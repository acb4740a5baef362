import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PoliciesView } from "@/components/policies/lazy";
import { can } from "@/lib/access/can";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { getPolicy } from "@/lib/policy/server/get-policy";
import { checkPolicy, previewPolicyChange, savePolicyVersion } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("policies"))("title") };
}

export default async function PoliciesPage() {
  const actor = await requirePermission("policy:read");
  const policy = await getPolicy(await pageCall(actor));
  return (
    // A saved version begins a new draft.
    <PoliciesView
      key={policy.version}
      policy={policy}
      mayWrite={can(actor, "policy:write")}
      actions={{ check: checkPolicy, preview: previewPolicyChange, save: savePolicyVersion }}
    />
  );
}
