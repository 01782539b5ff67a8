import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Page, PageTitle } from "@/components/layout/page";
import { SignInCard } from "@/features/auth/components/auth-card";
import { single } from "@/lib/paths";
import { safePath } from "@/lib/safe-path";
import { getUser } from "@/lib/session";

export const metadata: Metadata = { title: "Sign in", robots: { index: false } };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next } = single(await searchParams);
  if (await getUser()) redirect(safePath(next));
  return (
    <Page width="form">
      <PageTitle>Sign in</PageTitle>
      <SignInCard next={next ? safePath(next) : null} />
    </Page>
  );
}
