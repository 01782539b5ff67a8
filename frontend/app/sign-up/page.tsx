import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Page, PageTitle } from "@/components/layout/page";
import { SignUpCard } from "@/features/auth/components/auth-card";
import { single } from "@/lib/paths";
import { safePath } from "@/lib/safe-path";
import { getUser } from "@/lib/session";

export const metadata: Metadata = { title: "Join" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const { next, role } = single(await searchParams);
  if (await getUser()) redirect(safePath(next));
  return (
    <Page width="form">
      <PageTitle>{role === "instructor" ? "Teach on InstaInstru" : "Join InstaInstru"}</PageTitle>
      <SignUpCard next={next ? safePath(next) : null} {...(role === "instructor" ? { joinAs: role } : {})} />
    </Page>
  );
}
