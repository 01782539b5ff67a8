import { SearchBox } from "@/components/marketplace/search-box";
import { Examples } from "@/features/home/components/examples";

/** The band goes on from the header: one sign, one question. */
export function Hero() {
  return (
    <section className="band bg-band text-on-band">
      <div className="mx-auto max-w-content px-4 pb-8 pt-8 sm:px-6 sm:pb-12 sm:pt-14">
        <h1 className="text-2xl font-extrabold tracking-tight sm:text-3xl">What do you want to learn?</h1>
        <p className="mb-6 mt-2 text-lg text-on-band-soft">
          Say it in your own words. Instructors who are really free, booked in under a minute.
        </p>
        <SearchBox size="large" />
        <Examples />
      </div>
    </section>
  );
}
