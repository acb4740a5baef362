"use client";
import { Alert, Grid, Stack } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { notify } from "@/components/ui/notify";
import { PageHeader } from "@/components/ui/page-header";
import { TextEditor } from "@/components/yaml/text-editor";
import { TextVersions } from "@/components/yaml/text-versions";
import { useDraft } from "@/components/yaml/use-draft";
import { useReviewedText } from "@/components/yaml/use-reviewed-text";
import type { PolicyDto } from "@/lib/policy/dto";
import { PolicyFile } from "./policy-file";
import { PolicyReview } from "./policy-review";
import type { PolicyActions } from "./policy-actions";

type Props = { readonly policy: PolicyDto; readonly mayWrite: boolean; readonly actions: PolicyActions };

/** The policy of all workspaces: the one kept here, what the file says beside it, and every version. Saved only after its effect was shown. */
export default function PoliciesView({ policy, mayWrite, actions }: Props) {
  const t = useTranslations("policies");
  const router = useRouter();
  const { version, text, in_force: inForce, file } = policy;
  const draft = useDraft(`policy.${version}`, version === 0 ? t("starter") : text);
  const { effect, busy, error, review, save, back } = useReviewedText({
    draft,
    version,
    preview: (yaml) => actions.preview({ yaml }),
    save: actions.save,
    onSaved: (saved) => {
      void notify({ color: "teal", message: t("saved", { version: saved.version }) });
      router.refresh();
    },
  });

  return (
    <Stack gap="md">
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <Alert color="harbour" icon={<IconInfoCircle size={18} aria-hidden />} role="status">
        {t(`in-force.${inForce.length === 2 ? "both" : (inForce[0] ?? "none")}`)}
      </Alert>
      {effect ? (
        <PolicyReview effect={effect} busy={busy} error={error} onBack={back} onSave={save} />
      ) : (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <TextEditor
              area="policies"
              schemaUrl="/schemas/policy.json"
              draft={draft}
              check={actions.check}
              busy={busy}
              error={error}
              readOnly={!mayWrite}
              onReview={review}
            />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack gap="lg">
              <PolicyFile file={file} />
              <TextVersions
                area="policies"
                versions={policy.versions}
                version={version}
                path="/api/v1/policies/workspace/versions"
                onTake={mayWrite ? draft.setText : null}
              />
            </Stack>
          </Grid.Col>
        </Grid>
      )}
    </Stack>
  );
}
