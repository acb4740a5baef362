"use client";
import { Grid, Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { ButtonLink } from "@/components/ui/button-link";
import { notify } from "@/components/ui/notify";
import { PageHeader } from "@/components/ui/page-header";
import { TextEditor } from "@/components/yaml/text-editor";
import { TextVersions } from "@/components/yaml/text-versions";
import { useDraft } from "@/components/yaml/use-draft";
import { useReviewedText } from "@/components/yaml/use-reviewed-text";
import type { TemplateDetailDto } from "@/lib/templates/dto";
import type { TemplateActions } from "./template-actions";
import { TemplateBadges } from "./template-badges";
import { TemplateReview } from "./template-review";
import { TemplateState } from "./template-state";
import { useTemplateWords } from "./use-template-words";

type Props = {
  readonly template: TemplateDetailDto;
  /** Names to which it can redirect. */
  readonly others: readonly string[];
  readonly mayWrite: boolean;
  readonly actions: TemplateActions;
};

/** One template: its text, its versions, and whether it is offered. A version is saved only after its effect was shown. */
export default function TemplateView({ template, others, mayWrite, actions }: Props) {
  const t = useTranslations("templates");
  const router = useRouter();
  const { name, version, text } = template;
  const { title, description } = useTemplateWords()(template);
  const draft = useDraft(`template.${name}.${version}`, text);
  const { effect, busy, error, review, save, back } = useReviewedText({
    draft,
    version,
    preview: (written) => actions.preview({ name, text: written }),
    save: (written) => actions.save({ name, ...written }),
    onSaved: (saved) => {
      void notify({ color: "teal", message: t("saved", { name, version: saved.version }) });
      router.refresh();
    },
  });

  return (
    <Stack gap="md">
      <PageHeader title={title} subtitle={description}>
        <ButtonLink href="/templates" variant="default">
          {t("back-to-list")}
        </ButtonLink>
      </PageHeader>
      <Group gap="sm">
        <TemplateBadges template={template} />
        <Text fz="sm" c="dimmed">
          {t("workspaces", { count: template.workspaces })}
        </Text>
      </Group>
      {effect ? (
        <TemplateReview effect={effect} busy={busy} error={error} onBack={back} onSave={save} />
      ) : (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <TextEditor
              area="templates"
              schemaUrl="/schemas/template.json"
              draft={draft}
              check={actions.check}
              subject={name}
              busy={busy}
              error={error}
              readOnly={!mayWrite}
              onReview={review}
            />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack gap="lg">
              {mayWrite ? <TemplateState template={template} others={others} actions={actions} /> : null}
              <TextVersions
                area="templates"
                versions={template.versions}
                version={version}
                path={`/api/v1/templates/${name}/versions`}
                onTake={mayWrite ? draft.setText : null}
              />
            </Stack>
          </Grid.Col>
        </Grid>
      )}
    </Stack>
  );
}
