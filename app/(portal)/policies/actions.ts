"use server";
import { z } from "zod";
import { policyBody } from "@/lib/api/schemas";
import { previewPolicy } from "@/lib/policy/server/preview-policy";
import { checkPolicyText, savePolicy } from "@/lib/policy/server/save-policy";
import { action } from "@/lib/server/action";

// The parser says what is wrong with a policy; this only keeps absurd inputs away from it.
const yaml = z.string().max(1_000_000);

export const checkPolicy = action({
  input: z.object({ yaml }),
  run: async (call, input) => ({ ...(await checkPolicyText(call, input.yaml)), name_taken: false }),
});

export const previewPolicyChange = action({
  input: z.object({ yaml }),
  run: (call, input) => previewPolicy(call, input.yaml),
});

export const savePolicyVersion = action({ input: policyBody, run: savePolicy });
