"use server";
import { z } from "zod";
import { changePasswordSchema, createTokenSchema, profileSchema } from "@/lib/people/schema";
import { changePassword } from "@/lib/people/server/change-password";
import { updateMe } from "@/lib/people/server/profile";
import { createToken, revokeToken } from "@/lib/people/server/tokens";
import { action } from "@/lib/server/action";

export const updateProfile = action({ input: profileSchema, run: updateMe });

/** All sessions end with it; the form signs in again with the new password. */
export const replacePassword = action({
  input: changePasswordSchema,
  run: async (call, input) => {
    await changePassword(call, input);
    return null;
  },
});

export const makeToken = action({ input: createTokenSchema, run: createToken });

export const endToken = action({
  input: z.object({ id: z.string().max(64) }),
  run: async (call, { id }) => {
    await revokeToken(call, id);
    return null;
  },
});
