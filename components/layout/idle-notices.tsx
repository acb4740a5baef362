"use client";
import { Anchor } from "@mantine/core";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { Countdown } from "@/components/ui/countdown";
import { notify } from "@/components/ui/notify";
import { useLive } from "./live";

/** Tells on every page that a workspace is about to stop; on its own page the banner does. */
export function IdleNotices() {
  const t = useTranslations("idle");
  const path = usePathname();
  const { subscribe } = useLive();
  useEffect(
    () =>
      subscribe((event) => {
        if (event.type !== "notice") return;
        const { workspace, cluster, stops_at } = event.data;
        const page = `/workspaces/${workspace}`;
        if (path === page || path.startsWith(`${page}/`)) return;
        void notify({
          color: "yellow",
          title: t("toast", { name: workspace }),
          message: (
            <>
              {t("toast-text")} <Countdown at={stops_at} />.{" "}
              <Anchor component={Link} href={`${page}?${new URLSearchParams({ cluster })}`} fz="sm">
                {t("toast-open")}
              </Anchor>
            </>
          ),
        });
      }),
    [subscribe, path, t],
  );
  return null;
}
