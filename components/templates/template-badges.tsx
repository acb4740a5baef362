"use client";
import { Badge, Group, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { TemplateDto } from "@/lib/workspaces/dto";

/** Its version, and what holds for all of them. */
export function TemplateBadges({ template }: { template: TemplateDto }) {
  const t = useTranslations("templates.card");
  const { version, built_in: builtIn, hidden, deprecated, redirect } = template;
  return (
    <Group gap={6}>
      <Badge variant="light" tt="none">
        {t("version", { version })}
      </Badge>
      {builtIn ? (
        <Badge variant="light" color="gray" tt="none">
          {t("built-in")}
        </Badge>
      ) : null}
      {hidden ? (
        <Badge variant="light" color="gray" tt="none">
          {t("hidden")}
        </Badge>
      ) : null}
      {deprecated ? (
        <Badge variant="light" color="yellow" tt="none">
          {t("deprecated")}
        </Badge>
      ) : null}
      {redirect === null ? null : <Text fz="xs">{t("instead", { name: redirect })}</Text>}
    </Group>
  );
}
