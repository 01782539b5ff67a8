import type { Metadata } from "next";
import { Suspense } from "react";
import { JsonLd } from "@/components/json-ld";
import { Page } from "@/components/layout/page";
import { AvailableSoon, AvailableSoonSkeleton } from "@/features/home/components/available-soon";
import { BookAgain } from "@/features/home/components/book-again";
import { CategoryRow } from "@/features/home/components/category-row";
import { Hero } from "@/features/home/components/hero";
import { HowItWorks } from "@/features/home/components/how-it-works";
import { NextLesson } from "@/features/home/components/next-lesson";
import { RecentSearches } from "@/features/home/components/recent-searches";
import { mostTaught, siteData } from "@/features/home/model";
import { getCategories, getSubjects } from "@/lib/catalog";
import { siteUrl } from "@/lib/env";
import { getUser } from "@/lib/session";

export const metadata: Metadata = { alternates: { canonical: "/" } };

export default async function HomePage() {
  const [user, categories, subjects] = await Promise.all([getUser(), getCategories(), getSubjects()]);
  return (
    <>
      <JsonLd data={siteData(siteUrl())} />
      <Hero />
      <Page className="flex flex-col gap-12">
        {user && (
          <>
            <NextLesson />
            <RecentSearches />
            <BookAgain />
          </>
        )}
        <CategoryRow categories={categories} subjects={mostTaught(subjects)} />
        <Suspense fallback={<AvailableSoonSkeleton />}>
          <AvailableSoon />
        </Suspense>
        <HowItWorks />
      </Page>
    </>
  );
}
