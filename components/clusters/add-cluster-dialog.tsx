"use client";
import { Alert, Button, Checkbox, Group, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorAlert } from "@/components/ui/error-alert";
import { faultOf, useSubmit } from "@/components/ui/use-submit";
import type { ClusterDto } from "@/lib/workspaces/dto";
import type { AddCluster, ClusterInput } from "./cluster-input";
import { DockerFields, type DockerValues } from "./docker-fields";
import { KubernetesFields, type KubernetesValues } from "./kubernetes-fields";

const types = ["kubernetes", "docker", "local"] as const;
type Type = (typeof types)[number];

type Props = { opened: boolean; onClose: () => void; addCluster: AddCluster; onAdded: (cluster: ClusterDto) => void };

export function AddClusterDialog({ opened, onClose, addCluster, onAdded }: Props) {
  const t = useTranslations("clusters");
  const cancel = useTranslations("common")("cancel");
  const [type, setType] = useState<Type>("kubernetes");
  const [name, setName] = useState("");
  const [isDefault, setIsDefault] = useState(false);
  const [kubernetes, setKubernetes] = useState<KubernetesValues>({ kubeconfig: "", context: "", namespace: "" });
  const [docker, setDocker] = useState<DockerValues>({
    host: "",
    swarm: false,
    tls: false,
    ca: "",
    cert: "",
    key: "",
  });
  const { busy, error, submit } = useSubmit();

  const input = (): ClusterInput => {
    const common = { name, is_default: isDefault };
    if (type === "local") return { type, ...common };
    if (type === "docker") {
      const { host, swarm, tls, ca, cert, key } = docker;
      return { type, ...common, host, ...(swarm ? { swarm } : {}), ...(tls ? { tls: { ca, cert, key } } : {}) };
    }
    const { kubeconfig, context } = kubernetes;
    const namespace = kubernetes.namespace.trim();
    return { type, ...common, kubeconfig, ...(context ? { context } : {}), ...(namespace ? { namespace } : {}) };
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(() => addCluster(input()), onAdded);
  };

  return (
    <Dialog opened={opened} onClose={onClose} title={t("add.title")} size="lg">
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <SegmentedControl
            fullWidth
            aria-label={t("add.type")}
            value={type}
            onChange={setType}
            data={types.map((value) => ({ value, label: t(`type.${value}`) }))}
          />
          <ErrorAlert error={error} />
          <TextInput
            required
            data-autofocus
            label={t("add.name")}
            description={t("add.name-hint")}
            maxLength={20}
            spellCheck={false}
            autoComplete="off"
            value={name}
            error={faultOf(error, "name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {type === "kubernetes" ? (
            <KubernetesFields
              values={kubernetes}
              error={error}
              onChange={(change) => setKubernetes((before) => ({ ...before, ...change }))}
            />
          ) : null}
          {type === "docker" ? (
            <DockerFields
              values={docker}
              error={error}
              onChange={(change) => setDocker((before) => ({ ...before, ...change }))}
            />
          ) : null}
          {type === "local" ? (
            <Alert color="yellow" icon={<IconInfoCircle size={18} aria-hidden />}>
              {t("add.local-text")}
            </Alert>
          ) : null}
          <Checkbox
            label={t("add.default")}
            checked={isDefault}
            onChange={(event) => setIsDefault(event.currentTarget.checked)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {t("add.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
