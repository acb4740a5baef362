/** Why nobody is signed in; each has its own text. `refused` never says whether the address exists. */
export type SignInFailure = "refused" | "limited" | "network";

/** Null when signed in. The library comes with the first try, not with the page. */
export async function signInWithPassword(email: string, password: string): Promise<SignInFailure | null> {
  const { signIn } = await import("next-auth/react");
  const answer = await signIn("credentials", { email, password, redirect: false }).catch(() => null);
  if (!answer) return "network";
  if (answer.ok && !answer.error) return null;
  return answer.status === 429 || answer.error?.includes("limit") ? "limited" : "refused";
}
