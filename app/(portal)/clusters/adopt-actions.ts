"use server";
import { z } from "zod";
import { adopt, previewAdopt } from "@/lib/adoption/server/adopt";
import { adoptBody } from "@/lib/api/schemas";
import { given } from "@/lib/api/server/parse-query";
import { action } from "@/lib/server/action";
import { checkDocument } from "@/lib/workspaces/server/check-document";

/** The faults of its document while it is changed. */
export const checkAdoptedDocument = action({
  input: z.object({ yaml: z.string().max(1_000_000) }),
  run: checkDocument,
});

const input = adoptBody.extend({ cluster: z.string().max(63) });

export const previewAdoption = action({
  input,
  run: (call, { cluster, ...wish }) => previewAdopt(call, cluster, given(wish)),
});

export const adoptWorkload = action({
  input,
  run: (call, { cluster, ...wish }) => adopt(call, cluster, given(wish)),
});
