"use client";
import { Group, Radio, SimpleGrid, Text } from "@mantine/core";
import { TemplateIcon } from "@/components/templates/template-icon";
import { useTemplateWords } from "@/components/templates/use-template-words";
import type { TemplateDto } from "@/lib/workspaces/dto";
import classes from "./create.module.css";

type Props = {
  readonly label: string;
  readonly templates: readonly TemplateDto[];
  readonly value: string;
  readonly onChange: (name: string) => void;
};

/** What lies under the new document, one card each. */
export function TemplateCards({ label, templates, value, onChange }: Props) {
  const words = useTemplateWords();
  return (
    <Radio.Group label={label} value={value} onChange={onChange}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={6}>
        {templates.map((template) => {
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
                <TemplateIcon name={template.icon} />
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
