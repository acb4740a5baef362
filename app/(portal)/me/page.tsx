import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MeView } from "@/components/people/me-view";
import { pageCall, requireActor } from "@/lib/access/server/page-actor";
import { getMe } from "@/lib/people/server/profile";
import { listTokens } from "@/lib/people/server/tokens";
import { endToken, makeToken, replacePassword, updateProfile } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people.me"))("title") };
}

export default async function MePage() {
  const call = await pageCall(await requireActor());
  const [me, tokens] = await Promise.all([getMe(call), listTokens(call)]);
  return (
    <MeView
      me={me}
      tokens={tokens}
      updateProfile={updateProfile}
      changePassword={replacePassword}
      createToken={makeToken}
      revokeToken={endToken}
    />
  );
}
