import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { toContentDto, type PolicyDto, type PolicyFileDto, type PolicyVersionDto } from "../dto";
import { parsePolicy } from "../parse";
import type { PolicySource } from "../policy";
import { authorisePolicy } from "./authorise-policy";
import type { PolicyFileState } from "./policy-file";
import { findVersion, listVersions, newestVersion, type PolicyVersion } from "./policy-store";

/** The workspace policy: what was saved in the portal, what the file says, and which of both are in force. */
export async function getPolicy(call: Call): Promise<PolicyDto> {
  authorisePolicy(call, "policy:read");
  const { db, policies } = call.services;
  const [newest, versions] = await Promise.all([newestVersion(db, "workspace"), listVersions(db, "workspace")]);
  const reading = newest && parsePolicy(newest.text);
  const saved = reading?.ok ? reading.policy : null;
  const file = policies.file();
  const inForce: readonly (PolicySource | null)[] = [
    file?.policy.enabled ? "file" : null,
    saved?.enabled ? "portal" : null,
  ];
  return {
    kind: "workspace",
    text: newest?.text ?? "",
    version: newest?.number ?? 0,
    parsed: saved && toContentDto(saved),
    in_force: inForce.filter((source) => source !== null),
    file: file && toFileDto(file),
    versions: versions.map(toVersionDto),
  };
}

/** One version with its text. Throws `not-found`. */
export async function getPolicyVersion(
  call: Call,
  number: number,
): Promise<PolicyVersionDto & { readonly text: string }> {
  authorisePolicy(call, "policy:read");
  const version = await findVersion(call.services.db, "workspace", number);
  if (!version) throw new PortalError("not-found", say("policy/no-version", { number }));
  return { ...toVersionDto(version), text: version.text };
}

const toVersionDto = ({ number, authorEmail, createdAt, message }: Omit<PolicyVersion, "text">): PolicyVersionDto => ({
  number,
  author: authorEmail,
  at: createdAt.toISOString(),
  message,
});

const toFileDto = ({ path, text, policy, readAt, faults }: PolicyFileState): PolicyFileDto => ({
  path,
  text,
  parsed: toContentDto(policy),
  read_at: readAt.toISOString(),
  faults,
});
