import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { ResetPassword } from "@/features/auth/components/reset-password-form";

export const metadata: Metadata = {
  title: "Set a new password",
  robots: { index: false },
  referrer: "no-referrer",
};

export default function ResetPasswordPage() {
  return (
    <Page width="form">
      <PageTitle>Set a new password</PageTitle>
      <ResetPassword />
    </Page>
  );
}
