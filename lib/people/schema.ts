import { z } from "zod";
import { scopes } from "@/lib/access/grants";
import { plain } from "@/lib/i18n/say";
import { normalEmail } from "./email";

/** Long texts cost the hash function nothing, but a limit keeps a request small. */
export const passwordLimits = { minimum: 12, maximum: 256 } as const;

const name = z.string().trim().min(1, plain("person/name-missing")).max(100, plain("person/at-most-100"));
const email = z
  .string()
  .max(254, plain("person/at-most-254"))
  .transform(normalEmail)
  .refine((text) => /^[^\s@]+@[^\s@]+\.?[^\s@]+$/.test(text), plain("person/email-form"));
export const password = z
  .string()
  .min(passwordLimits.minimum, plain("person/password-short"))
  .max(passwordLimits.maximum, plain("person/password-long"));

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
  scopes: z.array(z.enum(scopes)).min(1, plain("token/no-scope")),
  /** Names of workspaces that the token is limited to; absent: all that its user may see. */
  workspaces: z.array(z.string().max(110)).max(100, plain("token/many-workspaces")).optional(),
  /** E-mail of another person to make it for; absent: oneself. */
  user: z.string().max(254).optional(),
  expires_at: z.iso.datetime({ offset: true, error: plain("token/time-form") }).optional(),
});
export type CreateTokenInput = z.infer<typeof createTokenSchema>;
