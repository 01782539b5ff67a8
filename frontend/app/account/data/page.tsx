import { Download } from "lucide-react";
import type { Metadata } from "next";
import { buttonStyles } from "@/components/ui/button";
import { Leave } from "@/features/account/components/leave";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "Your data", robots: { index: false } };

export default async function DataPage() {
  await requireUser("/account/data");
  return (
    <div className="flex flex-col gap-10">
      <section aria-labelledby="take" className="flex flex-col gap-3">
        <h2 id="take" className="text-xl font-bold">
          Take it with you
        </h2>
        <p className="max-w-prose text-soft">
          Everything we know of you in one file: profile, lessons, reviews, searches, where you are signed in.
        </p>
        <a
          href="/api/privacy/export"
          download="instainstru-my-data.json"
          className={buttonStyles("secondary", "medium", "self-start")}
        >
          <Download aria-hidden size={20} />
          Download my data
        </a>
      </section>
      <section aria-labelledby="leave" className="flex flex-col gap-3 border-t border-line pt-8">
        <h2 id="leave" className="text-xl font-bold">
          Leave
        </h2>
        <p className="max-w-prose text-soft">Removes you and what is yours. It takes effect at once.</p>
        <Leave />
      </section>
    </div>
  );
}
