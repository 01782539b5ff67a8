import { LinkButton } from "@/components/ui/button";
import { lowestPrice } from "@/features/profile/model";
import { formatCents } from "@/lib/money";
import { pickPath } from "@/lib/paths";
import type { InstructorProfile } from "@/lib/types";

/** Always in reach: along the bottom edge on phones, in the column elsewhere. */
export function BookBar({ profile }: { profile: InstructorProfile }) {
  const price = lowestPrice(profile);
  if (price === null) return <p className="rounded-card bg-mist p-5">Not bookable at the moment.</p>;
  return (
    <div className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-paper p-3 lg:static lg:rounded-card lg:border lg:p-5">
      <LinkButton href={pickPath(profile.slug)} size="large" className="w-full">
        Book from {formatCents(price)}
      </LinkButton>
      <p className="mt-3 hidden text-sm text-soft lg:block">
        Confirmed at once. Free to cancel until 24 hours before.
      </p>
    </div>
  );
}
