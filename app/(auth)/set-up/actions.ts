"use server";
import { setUpSchema } from "@/lib/people/schema";
import { completeSetUp } from "@/lib/people/server/set-up";
import { publicAction } from "@/lib/server/action";

/** Makes the first owner; the one-time code of the link is the right to do so. */
export const createOwner = publicAction({ input: setUpSchema, run: completeSetUp });
