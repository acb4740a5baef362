import { z } from "zod";
import { scopes } from "@/lib/access/grants";
import { normalEmail } from "./email";

/** Long texts cost the hash function nothing, but a limit keeps a request small. */
export const passwordLimits = { minimum: 12, maximum: 256 } as const;

const name = z.string().trim().min(1, "Enter a name.").max(100, "At most 100 characters.");
const email = z
  .string()
  .max(254, "At most 254 characters.")
  .transform(normalEmail)
  .refine((text) => /^[^\s@]+@[^\s@]+\.?[^\s@]+$/.test(text), "Enter an e-mail address such as ada@example.com.");
export const password = z
  .string()
  .min(passwordLimits.minimum, `A password needs at least ${passwordLimits.minimum} characters.`)
  .max(passwordLimits.maximum, `At most ${passwordLimits.maximum} characters.`);

export const setUpSchema = z.strictObject({ code: z.string().max(200), email, name, password });
export type SetUpInput = z.infer<typeof setUpSchema>;

export const profileSchema = z.strictObject({
  name: name.optional(),
  locale: z.enum(["en", "de"]).nullable().optional(),
});
export type ProfileInput = z.infer<typeof profileSchema>;

export const changePasswordSchema = z.strictObject({
  current_password: z.string().max(passwordLimits.maximum),
  new_password: password,
});
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;

export const createTokenSchema = z.strictObject({
  name,
  scopes: z.array(z.enum(scopes)).min(1, "Choose at least one scope."),
  /** Names of workspaces that the token is limited to; absent: all that its user may see. */
  workspaces: z.array(z.string().max(110)).max(100, "At most 100 workspaces.").optional(),
  /** E-mail of another person to make it for; absent: oneself. */
  user: z.string().max(254).optional(),
  expires_at: z.iso.datetime({ offset: true, error: "A time such as 2027-01-31T12:00:00Z." }).optional(),
});
export type CreateTokenInput = z.infer<typeof createTokenSchema>;
