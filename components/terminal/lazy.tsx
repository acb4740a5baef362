"use client";
import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

/** xterm comes only when a terminal is opened. */
export const TerminalScreen = dynamic(() => import("./terminal-screen"), {
  ssr: false,
  loading: () => <Skeleton h="100%" mih={200} radius="md" />,
});
