"use client";
import { FailureMessage, type FailureProps } from "@/components/layout/failure-message";

export default function ErrorPage(props: FailureProps) {
  return (
    <main>
      <FailureMessage {...props} />
    </main>
  );
}
