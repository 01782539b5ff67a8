import type { Metadata } from "next";
import { InstructorCard } from "@/components/marketplace/instructor-card";
import { Pages } from "@/components/marketplace/pages";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { getFavorites } from "@/features/account/server-queries";
import { getBullets } from "@/lib/catalog";
import { getKept } from "@/lib/favorites";
import { single } from "@/lib/paths";
import { requirePermission } from "@/lib/session";
import { todayIn } from "@/lib/time";

export const metadata: Metadata = { title: "Favorites", robots: { index: false } };

export default async function FavoritesPage({ searchParams }: PageProps<"/account/favorites">) {
  await requirePermission("view_instructors", "/account/favorites");
  const offset = Math.max(0, Number.parseInt(single(await searchParams).offset ?? "0", 10) || 0);
  const [page, letters, kept] = await Promise.all([getFavorites(offset), getBullets(), getKept()]);
  if (page.items.length === 0) {
    return (
      <EmptyState title="Nobody yet" action={<LinkButton href="/search">Find a lesson</LinkButton>}>
        Press the heart on somebody you would like to find again.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <h2 className="sr-only">Favorites</h2>
      <ul className="flex flex-col gap-4">
        {page.items.map((instructor) => (
          <li key={instructor.id}>
            <InstructorCard
              result={{
                instructor,
                offering: instructor.offering,
                next_available: instructor.next_available,
              }}
              today={todayIn()}
              letters={letters}
              kept={kept}
            />
          </li>
        ))}
      </ul>
      <Pages {...page} one="favorite" hrefFor={(next) => `/account/favorites?offset=${next}`} />
    </div>
  );
}
