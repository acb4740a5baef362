import type { Call } from "@/lib/server/services";
import type { EffectiveDto } from "../dto";
import { toEffectiveDto } from "../effective-dto";
import { composeRevision } from "./compose-revision";
import { findFor, type Ref } from "./authorise";

/** The effective configuration that is in force, with the origin of each value; secrets masked. */
export async function getEffective(call: Call, ref: Ref): Promise<EffectiveDto> {
  const found = await findFor(call, ref, "workspace:read");
  const { effective, environment } = await composeRevision(call, found);
  return toEffectiveDto(effective, environment);
}
