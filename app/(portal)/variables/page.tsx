import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { VariablesView } from "@/components/variables/variables-view";
import { can } from "@/lib/access/can";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { listClusters } from "@/lib/clusters/server/list-clusters";
import { listVariables } from "@/lib/variables/server/list-variables";
import { previewVariableChange, saveVariableChange, showVariableValue, withdrawSecret } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("variables"))("title") };
}

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function VariablesPage({ searchParams }: Props) {
  const actor = await requirePermission("variable:read");
  const call = await pageCall(actor);
  const clusters = await listClusters(call);
  const { cluster: asked } = await searchParams;
  const shown =
    typeof asked === "string"
      ? clusters.find(({ name }) => name === asked)
      : (clusters.find(({ is_default: isDefault }) => isDefault) ?? clusters[0]);
  if (!shown && asked !== undefined) notFound();
  return (
    <VariablesView
      key={shown?.name ?? ""}
      clusters={clusters.map(({ name }) => name)}
      cluster={shown?.name ?? null}
      first={shown ? await listVariables(call, shown.name) : null}
      mayWrite={can(actor, "variable:write")}
      mayShow={can(actor, "secret:read")}
      actions={{
        preview: previewVariableChange,
        save: saveVariableChange,
        show: showVariableValue,
        withdraw: withdrawSecret,
      }}
    />
  );
}
