"use client";
import { Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import type { TemplateDto } from "@/lib/workspaces/dto";
import { TemplateIcon } from "./template-icon";
import { TemplateBadges } from "./template-badges";
import classes from "./templates.module.css";
import { useTemplateWords } from "./use-template-words";

type Props = { readonly templates: readonly TemplateDto[]; readonly mayWrite: boolean };

/** Every template as a card: those that are offered first, then the hidden and the deprecated ones. */
export function TemplatesView({ templates, mayWrite }: Props) {
  const t = useTranslations("templates");
  const offered = templates.filter(({ hidden, deprecated }) => !hidden && !deprecated);
  const others = templates.filter((template) => !offered.includes(template));
  return (
    <Stack gap="md">
      <PageHeader title={t("title")} subtitle={t("subtitle")}>
        {mayWrite ? (
          <ButtonLink href="/templates/new" leftSection={<IconPlus size={16} aria-hidden />}>
            {t("new")}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md" component="ul" className={classes.cards ?? ""}>
        {[...offered, ...others].map((template) => (
          <TemplateCard key={template.name} template={template} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function TemplateCard({ template }: { template: TemplateDto }) {
  const t = useTranslations("templates");
  const { title, description } = useTemplateWords()(template);
  const { name, icon, cluster_types: types } = template;
  return (
    <Paper component="li" withBorder p="md" className={classes.card ?? ""}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <TemplateIcon name={icon} />
        <Stack gap={6} flex={1} miw={0}>
          <Title order={2} fz="md">
            <Link href={`/templates/${name}`} className={classes.link ?? ""}>
              {title}
            </Link>
          </Title>
          <Text fz="sm" c="dimmed" className={classes.text ?? ""}>
            {description}
          </Text>
          <TemplateBadges template={template} />
          <Group gap={6}>
            {types.map((type) =>
              type === "fake" ? null : (
                <Badge key={type} variant="outline" color="gray" tt="none">
                  {t(`cluster-type.${type}`)}
                </Badge>
              ),
            )}
          </Group>
        </Stack>
      </Group>
    </Paper>
  );
}
