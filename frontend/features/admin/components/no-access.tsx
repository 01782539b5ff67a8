import { LinkButton } from "@/components/ui/button";

/** For whoever is signed in and runs nothing here, or not this. */
export function NoAccess() {
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="rounded-full bg-band px-4 py-1 text-lg font-bold text-on-band">403</p>
      <h1 className="text-2xl font-extrabold sm:text-3xl">Staff only beyond this point</h1>
      <p className="max-w-prose text-lg text-soft">
        Your account does not have the permission for this page. Somebody who manages permissions can give it
        to you; it counts from your next page on.
      </p>
      <div className="mt-2 flex flex-wrap gap-3">
        <LinkButton href="/">Home</LinkButton>
        <LinkButton href="/account" variant="secondary">
          Account
        </LinkButton>
      </div>
    </div>
  );
}
