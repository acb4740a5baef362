"use client";
import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

/** The draft is read from the tab's session, so this view exists in the browser only. */
export const PoliciesView = dynamic(() => import("./policies-view"), {
  ssr: false,
  loading: () => <Skeleton h="70dvh" radius="md" />,
});
