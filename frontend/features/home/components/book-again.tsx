import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import { getTaughtBy } from "@/features/home/queries";
import { pickPath } from "@/lib/paths";
import { formatDuration } from "@/lib/time";

/** The instructors whom one had lessons with, and the same lesson one press away. */
export async function BookAgain() {
  const lessons = await getTaughtBy();
  if (lessons.length === 0) return null;
  return (
    <section aria-labelledby="again">
      <h2 id="again" className="mb-4 text-xl font-bold">
        Book again
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {lessons.map(
          ({ id, instructor, subject, offering_id: offering, duration_minutes: duration, place }) => (
            <li key={id}>
              <Link
                href={pickPath(instructor.slug, { offering, duration, place })}
                prefetch={false}
                className="flex items-center gap-3 rounded-card border border-line p-3 hover:border-ink"
              >
                <Avatar name={instructor.display_name} size="small" />
                <span>
                  <span className="block font-semibold">
                    {subject.name} with {instructor.display_name}
                  </span>
                  <span className="text-sm text-soft">{formatDuration(duration)}</span>
                </span>
              </Link>
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
