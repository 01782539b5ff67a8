import { PolicyLine } from "@/components/marketplace/policy-line";
import { POLICY_IN_WORDS } from "@/lib/booking-rules";
import { areaMapPath } from "@/lib/paths";
import type { InstructorProfile } from "@/lib/types";

export function About({ profile }: { profile: InstructorProfile }) {
  if (!profile.bio) return null;
  return (
    <section aria-labelledby="about">
      <h2 id="about" className="mb-3 text-xl font-bold">
        About {profile.display_name.split(" ")[0]}
      </h2>
      <p className="max-w-prose whitespace-pre-line text-lg">{profile.bio}</p>
    </section>
  );
}

/** Where lessons can be: the neighbourhoods travelled to, on a small map and, saying the same, by borough. */
export function Areas({ profile }: { profile: InstructorProfile }) {
  if (profile.areas.length === 0) return null;
  const boroughs = Object.groupBy(profile.areas, ({ borough }) => borough);
  return (
    <section aria-labelledby="areas">
      <h2 id="areas" className="mb-3 text-xl font-bold">
        Where
      </h2>
      {/* biome-ignore lint/performance/noImgElement: a drawing, which needs no sizes made of it */}
      <img
        src={areaMapPath(profile.areas.map(({ slug }) => slug))}
        alt=""
        width={320}
        height={240}
        loading="lazy"
        className="mb-4 w-full rounded-card border border-line bg-paper"
      />
      <dl className="flex flex-col gap-3">
        {Object.entries(boroughs).map(([borough, areas = []]) => (
          <div key={borough}>
            <dt className="text-sm font-semibold capitalize">{borough.replaceAll("-", " ")}</dt>
            <dd className="text-soft">{areas.map(({ name }) => name).join(", ")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The terms of every lesson, in words; the exact moments stand beside a chosen time. */
export function Terms() {
  return (
    <section aria-labelledby="terms">
      <h2 id="terms" className="mb-3 text-xl font-bold">
        If plans change
      </h2>
      <PolicyLine steps={POLICY_IN_WORDS} />
      <p className="mt-3 text-sm text-soft">
        All of it back whenever the instructor cancels. You pay at the lesson.
      </p>
    </section>
  );
}
