import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { VerifyEmail } from "@/features/auth/components/verify-email";

export const metadata: Metadata = {
  title: "Confirm your e-mail",
  robots: { index: false },
  referrer: "no-referrer",
};

export default function VerifyEmailPage() {
  return (
    <Page width="form">
      <PageTitle>Confirm your e-mail</PageTitle>
      <VerifyEmail />
    </Page>
  );
}
