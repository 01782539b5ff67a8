import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { ForgotPasswordForm } from "@/features/auth/components/forgot-password-form";

export const metadata: Metadata = { title: "Forgot your password", robots: { index: false } };

export default function ForgotPasswordPage() {
  return (
    <Page width="form">
      <PageTitle>Forgot your password?</PageTitle>
      <p className="mb-6 text-soft">Tell us your e-mail and we send you a link to set a new one.</p>
      <ForgotPasswordForm />
    </Page>
  );
}
