"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { notify } from "@/components/ui/notify";
import { useTold } from "@/components/ui/told";
import { useSubmit } from "@/components/ui/use-submit";
import type { ActionResult } from "@/lib/shared/action-result";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";

export type ExtendAction = (input: {
  readonly name: string;
  readonly cluster: string;
  readonly seconds: number;
}) => Promise<ActionResult<unknown>>;

/** Keeps a workspace running for a time and says how it went, by name. */
export function useExtend(extend: ExtendAction) {
  const t = useTranslations("idle");
  const told = useTold();
  const client = useQueryClient();
  const { busy, submit } = useSubmit();
  return {
    busy,
    keep: ({ name, cluster }: Pick<WorkspaceSummaryDto, "name" | "cluster">, seconds: number) =>
      submit(
        async () => {
          const result = await extend({ name, cluster, seconds });
          if (!result.ok) await notify({ color: "red", title: t("refused", { name }), message: told(result.error) });
          return result;
        },
        async () => {
          await client.invalidateQueries({ queryKey: workspaceKeys.of(cluster, name) });
          await notify({ color: "teal", message: t("kept-done", { name }) });
        },
      ),
  };
}
