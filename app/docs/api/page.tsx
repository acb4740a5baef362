import type { Metadata } from "next";
import { ApiReference } from "@/components/api-docs/api-reference";

export const metadata: Metadata = { title: "REST API" };

/** Shapes of the API, which are no secret: needs no sign-in. */
export default function ApiDocsPage() {
  return <ApiReference documentUrl="/api/v1/openapi.json" />;
}
