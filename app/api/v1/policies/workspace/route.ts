import { policyBody, policyQuery } from "@/lib/api/schemas";
import { parseQuery } from "@/lib/api/server/parse-query";
import { getPolicy } from "@/lib/policy/server/get-policy";
import { previewPolicy } from "@/lib/policy/server/preview-policy";
import { savePolicy } from "@/lib/policy/server/save-policy";
import { route } from "@/lib/server/route";

export const GET = route({ run: (call) => getPolicy(call) });

export const PUT = route({
  input: policyBody,
  run: (call, input, { query }) =>
    parseQuery(policyQuery, query).dry_run ? previewPolicy(call, input.text) : savePolicy(call, input),
});
