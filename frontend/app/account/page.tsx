import type { Metadata } from "next";
import { ProfileForm } from "@/features/account/components/profile-form";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "Account", robots: { index: false } };

export default async function AccountPage() {
  return <ProfileForm user={await requireUser("/account")} />;
}
