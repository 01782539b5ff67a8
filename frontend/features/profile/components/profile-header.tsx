import { Heart } from "@/components/marketplace/heart";
import { Avatar } from "@/components/ui/avatar";
import { Bullet } from "@/components/ui/bullet";
import { bulletsOf, subjectsLine } from "@/features/profile/model";
import type { Kept } from "@/lib/favorites";
import type { InstructorProfile } from "@/lib/types";
import { plural } from "@/lib/words";

type ProfileHeaderProps = { profile: InstructorProfile; letters: Record<string, string>; kept: Kept };

function facts(profile: InstructorProfile): string[] {
  const { rating, review_count: count, years_experience: years } = profile;
  return [
    rating === null ? "" : `${rating.toFixed(1)} of 5`,
    count > 0 ? plural(count, "review") : "New on InstaInstru",
    years ? `${plural(years, "year")} of teaching` : "",
  ].filter(Boolean);
}

/** The station's sign: the name, and the lines that stop here. */
export function ProfileHeader({ profile, letters, kept }: ProfileHeaderProps) {
  return (
    <div className="band bg-band text-on-band">
      <div className="mx-auto flex max-w-content flex-col gap-5 px-4 py-8 sm:flex-row sm:items-center sm:px-6">
        <Avatar name={profile.display_name} size="large" className="border-2 border-on-band" />
        <div className="min-w-0 flex-1">
          <h1 className="text-2xl font-extrabold tracking-tight sm:text-3xl">{profile.display_name}</h1>
          <p className="text-lg text-on-band-soft">{profile.headline}</p>
          <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
            <span className="flex items-center gap-1.5">
              {bulletsOf(profile, letters).map((letter) => (
                <Bullet key={letter} letter={letter} size="small" />
              ))}
              <span className="ml-1 font-semibold">{subjectsLine(profile)}</span>
            </span>
            {facts(profile).map((fact) => (
              <span key={fact} className="text-sm tabular text-on-band-soft">
                {fact}
              </span>
            ))}
          </div>
        </div>
        {kept && (
          <Heart
            instructorId={profile.id}
            name={profile.display_name}
            kept={kept.has(profile.id)}
            className="self-start border border-on-band-soft hover:bg-band-line"
          />
        )}
      </div>
    </div>
  );
}
