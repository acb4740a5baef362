"use server";
import { z } from "zod";
import { given } from "@/lib/api/server/parse-query";
import { addClusterBody } from "@/lib/api/schemas";
import { addCluster } from "@/lib/clusters/server/add-cluster";
import { removeCluster } from "@/lib/clusters/server/remove-cluster";
import { action } from "@/lib/server/action";

export const connectCluster = action({ input: addClusterBody, run: (call, input) => addCluster(call, given(input)) });

export const forgetCluster = action({
  input: z.object({ name: z.string().max(63) }),
  run: async (call, { name }) => {
    await removeCluster(call, name);
    return null;
  },
});
