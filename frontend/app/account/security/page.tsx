import type { Metadata } from "next";
import { Devices } from "@/features/account/components/devices";
import { PasswordForm } from "@/features/account/components/password-form";
import { getSessions } from "@/features/account/server-queries";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "Password and devices", robots: { index: false } };

export default async function SecurityPage() {
  await requireUser("/account/security");
  return (
    <div className="flex flex-col gap-10">
      <section aria-labelledby="password">
        <h2 id="password" className="mb-5 text-xl font-bold">
          Password
        </h2>
        <PasswordForm />
      </section>
      <Devices sessions={await getSessions()} />
    </div>
  );
}
