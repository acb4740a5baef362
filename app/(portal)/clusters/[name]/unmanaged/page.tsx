import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { UnmanagedView } from "@/components/clusters/unmanaged-view";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { listClusters } from "@/lib/clusters/server/list-clusters";
import { adoptWorkload, checkAdoptedDocument, previewAdoption } from "../../adopt-actions";

type Props = { readonly params: Promise<{ readonly name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("clusters"))("unmanaged.title", { name: (await params).name }) };
}

export default async function UnmanagedPage({ params }: Props) {
  const actor = await requirePermission("cluster:adopt");
  const { name } = await params;
  const cluster = (await listClusters(await pageCall(actor))).find((entry) => entry.name === name);
  if (!cluster) notFound();
  return (
    <UnmanagedView
      cluster={cluster.name}
      clusterType={cluster.type}
      actions={{ check: checkAdoptedDocument, preview: previewAdoption, adopt: adoptWorkload }}
    />
  );
}
