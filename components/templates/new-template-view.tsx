"use client";
import { Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { ButtonLink } from "@/components/ui/button-link";
import { notify } from "@/components/ui/notify";
import { PageHeader } from "@/components/ui/page-header";
import { useSubmit } from "@/components/ui/use-submit";
import { TextEditor } from "@/components/yaml/text-editor";
import { useDraft } from "@/components/yaml/use-draft";
import type { NewTemplateActions } from "./template-actions";

/** A template that there is not yet. Nothing is made from it, so nothing is to be shown before it is saved. */
export default function NewTemplateView({ actions }: { actions: NewTemplateActions }) {
  const t = useTranslations("templates");
  const router = useRouter();
  const draft = useDraft("template", t("starter"));
  const { busy, error, submit } = useSubmit();
  const create = () =>
    submit(
      () => actions.create({ text: draft.text }),
      ({ name }) => {
        draft.forget();
        void notify({ color: "teal", message: t("made", { name }) });
        router.push(`/templates/${name}`);
      },
    );
  return (
    <Stack gap="md">
      <PageHeader title={t("new-title")}>
        <ButtonLink href="/templates" variant="default">
          {t("back-to-list")}
        </ButtonLink>
      </PageHeader>
      <TextEditor
        area="templates"
        schemaUrl="/schemas/template.json"
        draft={draft}
        check={actions.check}
        submit={t("create")}
        busy={busy}
        error={error}
        readOnly={false}
        onReview={create}
      />
    </Stack>
  );
}
