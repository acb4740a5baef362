"use client";
import { Group, Radio, SimpleGrid, Text } from "@mantine/core";
import { IconBox, IconCode, IconNotebook, IconNotes, IconWand, type Icon } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { TemplateDto } from "@/lib/workspaces/dto";
import classes from "./create.module.css";

const icons: Readonly<Record<string, Icon>> = {
  notes: IconNotes,
  wand: IconWand,
  notebook: IconNotebook,
  code: IconCode,
  box: IconBox,
};

type Props = {
  readonly label: string;
  readonly templates: readonly TemplateDto[];
  readonly value: string;
  readonly onChange: (name: string) => void;
};

const builtIn = ["notes", "mage", "jupyterlab", "code-server", "plain"] as const;

/** What lies under the new document, one card each; Berth's own in the person's language. */
export function TemplateCards({ label, templates, value, onChange }: Props) {
  const t = useTranslations("editor.built-in");
  const words = (template: TemplateDto): Pick<TemplateDto, "title" | "description"> => {
    const name = builtIn.find((item) => item === template.name);
    return name ? { title: t(`${name}.title`), description: t(`${name}.description`) } : template;
  };
  return (
    <Radio.Group label={label} value={value} onChange={onChange}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={6}>
        {templates.map((template) => {
          const Icon = icons[template.icon] ?? IconBox;
          const { title, description } = words(template);
          return (
            <Radio.Card
              key={template.name}
              value={template.name}
              p="sm"
              className={classes.card ?? ""}
              aria-label={title}
            >
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Icon size={22} stroke={1.6} aria-hidden style={{ flex: "none" }} />
                <div>
                  <Text fz="sm" fw={600}>
                    {title}
                  </Text>
                  <Text fz="xs" c="dimmed">
                    {description}
                  </Text>
                </div>
              </Group>
            </Radio.Card>
          );
        })}
      </SimpleGrid>
    </Radio.Group>
  );
}
