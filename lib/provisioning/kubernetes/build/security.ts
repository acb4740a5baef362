import { isObject, type JsonObject } from "@/lib/shared/json";

/**
 * No privilege escalation unless the document says otherwise (product, section 4). The API server refuses the setting together with
 * `privileged` and CAP_SYS_ADMIN, which imply escalation; whether those are allowed is the policy's question.
 */
export function securityContextOf(container: JsonObject): JsonObject {
  const written = isObject(container.securityContext) ? container.securityContext : {};
  return impliesEscalation(written) ? written : { allowPrivilegeEscalation: false, ...written };
}

function impliesEscalation(context: JsonObject): boolean {
  const capabilities = isObject(context.capabilities) ? context.capabilities.add : undefined;
  const added = Array.isArray(capabilities) ? capabilities : [];
  return context.privileged === true || added.includes("SYS_ADMIN") || added.includes("CAP_SYS_ADMIN");
}
