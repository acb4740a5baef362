"use client";
import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

/** The selection is read from the tab's session, so this view exists in the browser only. */
export const NewChange = dynamic(() => import("./new-change"), {
  ssr: false,
  loading: () => <Skeleton h="70dvh" radius="md" />,
});
