/** Why nobody is signed in; each has its own text. `refused` never says whether the address exists. */
export type SignInFailure =
  { readonly reason: "refused" | "network" } | { readonly reason: "limited"; readonly seconds: number };

/** Null when signed in. The library comes with the first try, not with the page. */
export async function signInWithPassword(email: string, password: string): Promise<SignInFailure | null> {
  const { signIn } = await import("next-auth/react");
  const answer = await signIn("credentials", { email, password, redirect: false }).catch(() => null);
  if (!answer) return { reason: "network" };
  if (answer.ok && !answer.error) return null;
  return failureOf(answer.error ?? "");
}

/** NextAuth hands on the text of an error: `RateLimited:<seconds>` (lib/people/server/auth-options.ts), else it is a refusal. */
export function failureOf(error: string): SignInFailure {
  const seconds = /^RateLimited:(\d+)$/.exec(error)?.[1];
  return seconds === undefined ? { reason: "refused" } : { reason: "limited", seconds: Number(seconds) };
}
