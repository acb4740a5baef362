"use client";
import { Accordion, Badge, Group, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { ComponentType } from "react";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Fault } from "@/lib/shared/errors";
import { AccessSection } from "./access/section";
import { BasicsSection } from "./basics/section";
import { ContainerSection } from "./container/section";
import { useDocumentForm } from "./document-form";
import { EnvironmentSection } from "./environment/section";
import { LifecycleSection } from "./lifecycle/section";
import { ResourcesSection } from "./resources/section";
import { SchedulingSection } from "./scheduling/section";
import { sectionNames, sectionOf, type SectionName } from "./section-of";
import { StorageSection } from "./storage/section";
import { summaryOf } from "./summaries";

const components: Readonly<Record<SectionName, ComponentType>> = {
  container: ContainerSection,
  resources: ResourcesSection,
  environment: EnvironmentSection,
  storage: StorageSection,
  scheduling: SchedulingSection,
  lifecycle: LifecycleSection,
  access: AccessSection,
  basics: BasicsSection,
};

const shownOn = (section: SectionName, type: ClusterType): boolean => section !== "scheduling" || type !== "local";

type Props = {
  readonly faults: readonly Fault[];
  readonly opened: readonly string[];
  readonly onOpenedChange: (sections: string[]) => void;
};

/** All sections of a document, folded; a closed one shows its values and how many faults it has. */
export function DocumentSections({ faults, opened, onOpenedChange }: Props) {
  const t = useTranslations("editor");
  const { value, clusterType } = useDocumentForm();
  return (
    <Accordion
      multiple
      variant="contained"
      value={[...opened]}
      onChange={onOpenedChange}
      order={2}
      keepMounted={false}
      styles={{ item: { background: "var(--mantine-color-body)" } }}
    >
      {sectionNames
        .filter((section) => shownOn(section, clusterType))
        .map((section) => {
          const Section = components[section];
          const count = faults.filter((fault) => fault.path !== "" && sectionOf(fault.path) === section).length;
          return (
            <Accordion.Item key={section} value={section}>
              <Accordion.Control>
                <Group justify="space-between" gap="sm" wrap="nowrap" pr="sm">
                  <Text fw={600} fz="sm" style={{ whiteSpace: "nowrap" }}>
                    {t(`section.${section}`)}
                  </Text>
                  {count > 0 ? (
                    <Badge color="red">{t("faults.count", { count })}</Badge>
                  ) : (
                    <Text fz="xs" c="dimmed" ff="monospace" truncate>
                      {summaryOf(section, value, clusterType)}
                    </Text>
                  )}
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                <Section />
              </Accordion.Panel>
            </Accordion.Item>
          );
        })}
    </Accordion>
  );
}
