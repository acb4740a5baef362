/** Ends the session and leaves the page, so that nothing of the last person stays in memory. */
export async function signOut(): Promise<void> {
  const { signOut: end } = await import("next-auth/react");
  await end({ callbackUrl: "/sign-in" });
}
