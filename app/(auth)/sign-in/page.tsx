import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { LanguageSelect, SchemeToggle } from "@/components/layout/preferences";
import { AuthCard } from "@/components/people/auth-card";
import { nextPath } from "@/components/people/next-path";
import { SignInForm } from "@/components/people/sign-in-form";
import { currentActor } from "@/lib/access/server/page-actor";
import { hasOwner } from "@/lib/people/server/has-owner";
import { services } from "@/lib/server/services";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people.sign-in"))("title") };
}

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const t = await getTranslations("people.sign-in");
  const next = nextPath((await searchParams).next);
  if (await currentActor()) redirect(next);
  if (!(await hasOwner(services()))) redirect("/set-up");
  return (
    <AuthCard title={t("title")} tools={[<LanguageSelect key="language" />, <SchemeToggle key="scheme" />]}>
      <SignInForm next={next} />
    </AuthCard>
  );
}
