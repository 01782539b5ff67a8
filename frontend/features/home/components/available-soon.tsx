import Link from "next/link";
import { InstructorCard } from "@/components/marketplace/instructor-card";
import { Skeleton } from "@/components/ui/skeleton";
import { getAvailableSoon } from "@/features/home/queries";
import { getBullets } from "@/lib/catalog";
import { getKept } from "@/lib/favorites";
import { todayIn } from "@/lib/time";

/** Cards of people who can be booked for the next hours. */
export async function AvailableSoon() {
  const [{ withinHours, instructors }, letters, kept] = await Promise.all([
    getAvailableSoon(),
    getBullets(),
    getKept(),
  ]);
  if (instructors.length === 0) return null;
  return (
    <section aria-labelledby="soon">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id="soon" className="flex items-center gap-3 text-xl font-bold">
          <span aria-hidden className="size-4 rounded-full bg-taxi" />
          {withinHours ? "Available now" : "Free first"}
        </h2>
        <Link
          href="/search?sort=soonest"
          className="inline-flex min-h-11 items-center font-semibold text-blue hover:underline"
        >
          See everyone
        </Link>
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {instructors.map((instructor) => (
          <InstructorCard
            key={instructor.id}
            result={{ ...instructor, instructor }}
            today={todayIn()}
            letters={letters}
            kept={kept}
          />
        ))}
      </div>
    </section>
  );
}

export function AvailableSoonSkeleton() {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} className="h-52 rounded-card" />
      ))}
    </div>
  );
}
