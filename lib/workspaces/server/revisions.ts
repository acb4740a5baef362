import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { RevisionDto } from "../dto";
import type { RevisionRecord } from "../record";
import { findFor, type Ref } from "./authorise";
import { findRevision, listRevisionRecords } from "./store";

const toDto = ({ number, authorEmail, createdAt, message, documentYaml }: RevisionRecord): RevisionDto => ({
  number,
  author: authorEmail,
  at: createdAt.toISOString(),
  message,
  document_yaml: documentYaml,
});

/** Newest first. */
export async function listRevisions(call: Call, ref: Ref): Promise<{ readonly items: readonly RevisionDto[] }> {
  const { workspace } = await findFor(call, ref, "workspace:read");
  const records = await listRevisionRecords(call.services.db, workspace.id);
  return { items: records.map(toDto) };
}

export async function getRevision(call: Call, ref: Ref, number: number): Promise<RevisionDto> {
  const { workspace } = await findFor(call, ref, "workspace:read");
  const record = await findRevision(call.services.db, workspace.id, number);
  if (!record) throw new PortalError("not-found", say("workspace/no-revision", { name: workspace.name, number }));
  return toDto(record);
}
