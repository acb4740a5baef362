"use client";
import { FileButton, Button, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { faultOf, type SubmitError } from "@/components/ui/use-submit";
import { kubeconfigContexts } from "./kubeconfig-contexts";

export type KubernetesValues = { readonly kubeconfig: string; readonly context: string; readonly namespace: string };

type Props = {
  values: KubernetesValues;
  onChange: (change: Partial<KubernetesValues>) => void;
  error: SubmitError | null;
};

export function KubernetesFields({ values, onChange, error }: Props) {
  const t = useTranslations("clusters.add");
  const { names, current } = kubeconfigContexts(values.kubeconfig);
  const read = (file: File | null) => {
    if (file) void file.text().then((kubeconfig) => onChange({ kubeconfig }));
  };
  return (
    <Stack gap="sm">
      <Textarea
        required
        autosize
        minRows={6}
        maxRows={12}
        label={t("kubeconfig")}
        description={t("kubeconfig-hint")}
        spellCheck={false}
        autoComplete="off"
        value={values.kubeconfig}
        error={faultOf(error, "kubeconfig")}
        styles={{
          input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "var(--mantine-font-size-xs)" },
        }}
        onChange={(event) => onChange({ kubeconfig: event.currentTarget.value })}
      />
      <Group>
        <FileButton onChange={read}>
          {(props) => (
            <Button {...props} size="xs" variant="default">
              {t("kubeconfig-file")}
            </Button>
          )}
        </FileButton>
      </Group>
      <Group grow align="flex-start">
        <NativeSelect
          label={t("context")}
          value={values.context}
          error={faultOf(error, "context")}
          data={[{ value: "", label: t("context-current", { name: current ?? "–" }) }, ...names]}
          onChange={(event) => onChange({ context: event.currentTarget.value })}
        />
        <TextInput
          label={t("namespace")}
          placeholder="default"
          spellCheck={false}
          value={values.namespace}
          error={faultOf(error, "namespace")}
          onChange={(event) => onChange({ namespace: event.currentTarget.value })}
        />
      </Group>
    </Stack>
  );
}
