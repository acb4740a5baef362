"use client";
import { FailureMessage, type FailureProps } from "@/components/layout/failure-message";

/** Within the shell: the rest of the portal still works. */
export default function PortalErrorPage(props: FailureProps) {
  return <FailureMessage {...props} />;
}
