"use client";
import { Group, Radio, SimpleGrid, Text } from "@mantine/core";
import { IconBox, IconCode, IconNotebook, IconNotes, IconWand, type Icon } from "@tabler/icons-react";
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

/** What lies under the new document, one card each. */
export function TemplateCards({ label, templates, value, onChange }: Props) {
  return (
    <Radio.Group label={label} value={value} onChange={onChange}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={6}>
        {templates.map((template) => {
          const Icon = icons[template.icon] ?? IconBox;
          return (
            <Radio.Card
              key={template.name}
              value={template.name}
              p="sm"
              className={classes.card ?? ""}
              aria-label={template.title}
            >
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Icon size={22} stroke={1.6} aria-hidden style={{ flex: "none" }} />
                <div>
                  <Text fz="sm" fw={600}>
                    {template.title}
                  </Text>
                  <Text fz="xs" c="dimmed">
                    {template.description}
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
