"use client";
import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconRefresh } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { CheckList } from "@/components/ui/check-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import type { HealthCheck } from "@/lib/health/check";

const looks = {
  ok: { icon: IconCircleCheck, color: "teal" },
  warn: { icon: IconAlertTriangle, color: "yellow" },
  fail: { icon: IconCircleX, color: "red" },
} as const;

type Props = { status: HealthCheck["status"]; checks: readonly HealthCheck[] };

export function PortalHealthView({ status, checks }: Props) {
  const t = useTranslations("clusters.portal");
  const router = useRouter();
  const [checking, startChecking] = useTransition();
  const { icon: Icon, color } = looks[status];
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")}>
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={checking}
          onClick={() => startChecking(() => router.refresh())}
        >
          {t("again")}
        </Button>
      </PageHeader>
      <Alert color={color} role="status" icon={<Icon size={18} aria-hidden />} maw={760}>
        {t(status)}
      </Alert>
      <Section title={t("checks")}>
        <CheckList checks={checks} label={t("checks")} />
      </Section>
    </>
  );
}
