import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "@/lib/people/server/auth-options";
import { services } from "@/lib/server/services";

type Context = { readonly params: Promise<{ readonly nextauth: string[] }> };

/** Sign-in and sign-out. The options need the running portal, so they are made per request. */
function handle(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions(services()));
}

export { handle as GET, handle as POST };
