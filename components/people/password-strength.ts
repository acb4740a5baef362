export const shortestPassword = 12;

export type Strength = "short" | "weak" | "fair" | "strong";

const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/] as const;

/**
 * A hint while typing, not a rule: length counts most, repetition and single kinds of characters take away (NIST SP 800-63B,
 * section 3.1.1.2, asks for length and against rules of composition). The server refuses only what is too short.
 */
export function passwordStrength(password: string): Strength {
  if ([...password].length < shortestPassword) return "short";
  const different = new Set(password).size;
  const kinds = classes.filter((kind) => kind.test(password)).length;
  const points = Math.min(different, 20) + kinds * 2;
  if (different < 6) return "weak";
  return points >= 18 ? "strong" : points >= 13 ? "fair" : "weak";
}
