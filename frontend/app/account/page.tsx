import type { Metadata } from "next";
import { MailChoices } from "@/features/account/components/mail-choices";
import { ProfileForm } from "@/features/account/components/profile-form";
import { getMailPreferences } from "@/features/account/server-queries";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "Account", robots: { index: false } };

export default async function AccountPage() {
  const user = await requireUser("/account");
  return (
    <div className="flex flex-col gap-10">
      <ProfileForm user={user} />
      <MailChoices preferences={await getMailPreferences()} />
    </div>
  );
}
