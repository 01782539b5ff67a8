import type { Metadata } from "next";
import { Page } from "@/components/layout/page";
import { LinkButton } from "@/components/ui/button";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <Page width="prose" className="flex flex-col items-start gap-4">
      <p className="rounded-full bg-band px-4 py-1 text-lg font-bold text-on-band">404</p>
      <h1 className="text-2xl font-extrabold sm:text-3xl">This train does not stop here</h1>
      <p className="text-lg text-soft">
        The page is not there any more, or the address has a slip in it. Nothing you booked is lost: it stands
        under My lessons.
      </p>
      <div className="mt-2 flex flex-wrap gap-3">
        <LinkButton href="/search">Find a lesson</LinkButton>
        <LinkButton href="/lessons" variant="secondary">
          My lessons
        </LinkButton>
      </div>
    </Page>
  );
}
