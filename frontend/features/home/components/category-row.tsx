"use client";

import Link from "next/link";
import { useState } from "react";
import { Bullet } from "@/components/ui/bullet";
import { chipStyles } from "@/components/ui/chip";
import { cx } from "@/lib/cx";
import { formatCents } from "@/lib/money";
import type { Category, Subject } from "@/lib/types";

type CategoryRowProps = { categories: Category[]; subjects: Record<string, Subject[]> };

/** The bullets of the city's lines; choosing one shows its most taught subjects. */
export function CategoryRow({ categories, subjects }: CategoryRowProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const category = categories.find(({ slug }) => slug === chosen);
  return (
    <section aria-labelledby="categories">
      <h2 id="categories" className="mb-4 text-xl font-bold">
        Seven lines
      </h2>
      <ul className="-mx-4 flex snap-x gap-1 overflow-x-auto px-4 pb-2 sm:mx-0 sm:grid sm:grid-cols-4 sm:gap-2 sm:px-0 lg:grid-cols-7">
        {categories.map(({ slug, name, bullet }) => (
          <li key={slug} className="shrink-0 snap-start">
            <button
              type="button"
              aria-expanded={slug === chosen}
              aria-controls="category-subjects"
              onClick={() => setChosen(slug === chosen ? null : slug)}
              className={cx(
                "flex w-24 flex-col items-center gap-2 rounded-card border-2 p-3 text-sm font-semibold sm:w-full",
                slug === chosen ? "border-ink" : "border-transparent hover:bg-mist",
              )}
            >
              <Bullet letter={bullet} size="large" />
              {name}
            </button>
          </li>
        ))}
      </ul>
      <div id="category-subjects" aria-live="polite" className="mt-3">
        {category && <Subjects category={category} subjects={subjects[category.slug] ?? []} />}
      </div>
    </section>
  );
}

function Subjects({ category, subjects }: { category: Category; subjects: Subject[] }) {
  return (
    <div className="rounded-card bg-mist p-4">
      <p className="mb-3 text-sm text-soft">Most taught in {category.name}</p>
      <ul className="flex flex-wrap gap-2">
        {subjects.map(({ slug, name, min_rate_cents: from }) => (
          <li key={slug}>
            <Link href={`/search?subject=${slug}`} prefetch={false} className={chipStyles}>
              {name}
              {from !== null && <span className="font-normal text-soft">from {formatCents(from)}/h</span>}
            </Link>
          </li>
        ))}
        <li>
          <Link
            href={`/search?category=${category.slug}`}
            prefetch={false}
            className={cx(chipStyles, "border-transparent bg-transparent text-blue")}
          >
            All of {category.name}
          </Link>
        </li>
      </ul>
    </div>
  );
}
