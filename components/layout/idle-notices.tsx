"use client";
import { Anchor } from "@mantine/core";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { notify } from "@/components/ui/notify";
import { useTold } from "@/components/ui/told";
import { useLive } from "./live";

/** Tells on every page that a workspace is about to stop; on its own page the banner does. */
export function IdleNotices() {
  const t = useTranslations("idle");
  const told = useTold();
  const path = usePathname();
  const { subscribe } = useLive();
  useEffect(
    () =>
      subscribe((event) => {
        if (event.type !== "notice") return;
        const { workspace, cluster, text, said } = event.data;
        const page = `/workspaces/${workspace}`;
        if (path === page || path.startsWith(`${page}/`)) return;
        void notify({
          color: "yellow",
          title: t("toast", { name: workspace }),
          message: (
            <>
              {told({ message: text, text: said })}{" "}
              <Anchor component={Link} href={`${page}?${new URLSearchParams({ cluster })}`} fz="sm">
                {t("toast-open")}
              </Anchor>
            </>
          ),
        });
      }),
    [subscribe, path, t, told],
  );
  return null;
}
