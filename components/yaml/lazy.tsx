"use client";
import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

/** Monaco comes only when an editor is shown: it weighs a megabyte. */
export const YamlEditor = dynamic(() => import("./yaml-editor"), {
  ssr: false,
  loading: () => <Skeleton h="100%" mih={200} radius="md" />,
});

export const YamlDiff = dynamic(() => import("./yaml-diff"), {
  ssr: false,
  loading: () => <Skeleton h="100%" mih={200} radius="md" />,
});
