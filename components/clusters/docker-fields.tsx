"use client";
import { Checkbox, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { faultOf, type SubmitError } from "@/components/ui/use-submit";

export type DockerValues = {
  readonly host: string;
  readonly swarm: boolean;
  readonly tls: boolean;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
};

type Props = { values: DockerValues; onChange: (change: Partial<DockerValues>) => void; error: SubmitError | null };

const certificates = ["ca", "cert", "key"] as const;

export function DockerFields({ values, onChange, error }: Props) {
  const t = useTranslations("clusters.add");
  return (
    <Stack gap="sm">
      <TextInput
        required
        label={t("host")}
        description={t("host-hint")}
        placeholder="unix:///var/run/docker.sock"
        spellCheck={false}
        autoComplete="off"
        value={values.host}
        error={faultOf(error, "host")}
        onChange={(event) => onChange({ host: event.currentTarget.value })}
      />
      <Switch
        label={t("swarm")}
        description={t("swarm-hint")}
        checked={values.swarm}
        onChange={(event) => onChange({ swarm: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("tls")}
        checked={values.tls}
        onChange={(event) => onChange({ tls: event.currentTarget.checked })}
      />
      {values.tls
        ? certificates.map((name) => (
            <Textarea
              key={name}
              required
              autosize
              minRows={3}
              maxRows={6}
              label={t(`tls-${name}`)}
              spellCheck={false}
              autoComplete="off"
              value={values[name]}
              error={faultOf(error, `tls.${name}`)}
              styles={{
                input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "var(--mantine-font-size-xs)" },
              }}
              onChange={(event) => onChange({ [name]: event.currentTarget.value })}
            />
          ))
        : null}
    </Stack>
  );
}
