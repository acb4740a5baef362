"use client";
import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

const loading = () => <Skeleton h="70dvh" radius="md" />;

/** Drafts are read from the tab's session, so these views exist in the browser only. */
export const TemplateView = dynamic(() => import("./template-view"), { ssr: false, loading });
export const NewTemplateView = dynamic(() => import("./new-template-view"), { ssr: false, loading });
