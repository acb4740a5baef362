"use client";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { notify } from "@/components/ui/notify";
import { useTold } from "@/components/ui/told";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import type { Operate, Verb } from "./operate";

/** Starts, stops or restarts rows and says how it went, by name. The rows themselves change with the live events. */
export function useOperate(operate: Operate) {
  const t = useTranslations("workspaces");
  const network = useTranslations("common")("network");
  const told = useTold();
  const [busy, setBusy] = useState(false);

  const run = useCallback(
    async (verb: Verb, rows: readonly WorkspaceSummaryDto[]) => {
      const names = rows.map(({ name }) => name).join(", ");
      setBusy(true);
      const result = await operate({ verb, refs: rows.map(({ name, cluster }) => ({ name, cluster })) }).catch(
        () => null,
      );
      setBusy(false);
      if (!result) return notify({ color: "red", title: t("refused", { names }), message: network });
      if (!result.ok) return notify({ color: "red", title: t("refused", { names }), message: told(result.error) });
      const refused = result.value.filter(({ error }) => error !== null);
      const accepted = result.value.filter(({ error }) => error === null);
      if (accepted.length > 0) {
        await notify({
          color: "teal",
          message: t(`accepted.${verb}`, { names: accepted.map(({ name }) => name).join(", ") }),
        });
      }
      for (const { name, error } of refused) {
        await notify({ color: "red", title: t("refused", { names: name }), message: error ? told(error) : "" });
      }
    },
    [operate, t, network, told],
  );
  const onVerb = useCallback((verb: Verb, rows: readonly WorkspaceSummaryDto[]) => void run(verb, rows), [run]);
  return { busy, onVerb };
}
