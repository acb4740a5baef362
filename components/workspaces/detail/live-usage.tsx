"use client";
import { SimpleGrid, Text } from "@mantine/core";
import { useDocumentVisibility } from "@mantine/hooks";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTold } from "@/components/ui/told";
import type { ResourceSample } from "@/lib/provisioning/provider";
import classes from "./detail.module.css";
import { readApi, workspacePath, type WorkspaceKey } from "./read-api";
import { appendSample, formatBytes, formatCores, sparklinePoints } from "./sparkline";

const everyMs = 5000;
const kept = 60;
const size = { width: 300, height: 56 };
/** A minute at least, so that the first samples are not stretched over the whole chart. */
const leastSlots = 12;

/** CPU and memory of the last five minutes that the page was open; asks only while it is seen. */
export function LiveUsage({ workspace: { name, cluster } }: { workspace: WorkspaceKey }) {
  const t = useTranslations("workspace");
  const told = useTold();
  const visible = useDocumentVisibility() === "visible";
  const [samples, setSamples] = useState<readonly ResourceSample[]>([]);
  const [missing, setMissing] = useState<string | null>(null);
  useEffect(() => {
    if (!visible) return;
    const abort = new AbortController();
    const ask = async () => {
      try {
        const { sample } = await readApi<{ sample: ResourceSample | null }>(
          workspacePath({ name, cluster }, "/metrics"),
          abort.signal,
        );
        setMissing(sample ? null : "");
        if (sample) setSamples((list) => appendSample(list, sample, kept));
      } catch (error) {
        if (!abort.signal.aborted) setMissing(error instanceof Error ? told(error) : "");
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), everyMs);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [visible, name, cluster, told]);

  const last = samples.at(-1);
  if (!last) {
    return (
      <Text fz="sm" c="dimmed">
        {missing === null ? t("usage.waiting") : missing || t("usage.none")}
      </Text>
    );
  }
  const limit = last.memoryLimit === null ? "" : ` / ${formatBytes(last.memoryLimit)}`;
  return (
    <SimpleGrid cols={2} spacing="lg">
      <Chart
        label={t("usage.cpu")}
        value={formatCores(last.cpu)}
        values={samples.map((sample) => sample.cpu)}
        color="harbour"
      />
      <Chart
        label={t("usage.memory")}
        value={`${formatBytes(last.memory)}${limit}`}
        values={samples.map((sample) => sample.memory)}
        color="teal"
      />
    </SimpleGrid>
  );
}

function Chart({
  label,
  value,
  values,
  color,
}: {
  label: string;
  value: string;
  values: readonly number[];
  color: string;
}) {
  return (
    <div>
      <Text fz="xs" c="dimmed">
        {label}
      </Text>
      <Text fz="lg" fw={600} ff="monospace">
        {value}
      </Text>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        <polyline
          points={sparklinePoints(values, { ...size, slots: Math.max(leastSlots, values.length) })}
          fill="none"
          stroke={`var(--mantine-color-${color}-6)`}
          strokeWidth={1.75}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
}
