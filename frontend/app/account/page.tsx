import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { PasswordForm } from "@/features/account/components/password-form";
import { ProfileForm } from "@/features/account/components/profile-form";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "Account", robots: { index: false } };

export default async function AccountPage() {
  const user = await requireUser("/account");
  return (
    <Page width="prose" className="flex flex-col gap-10">
      <div>
        <PageTitle>Account</PageTitle>
        <ProfileForm user={user} />
      </div>
      <section aria-labelledby="password" className="border-t border-line pt-8">
        <h2 id="password" className="mb-5 text-xl font-bold">
          Password
        </h2>
        <PasswordForm />
      </section>
    </Page>
  );
}
