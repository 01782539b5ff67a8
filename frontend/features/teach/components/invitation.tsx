import { Page } from "@/components/layout/page";
import { LinkButton } from "@/components/ui/button";

const POINTS = [
  [
    "Your hours, your price",
    "Paint the week you want to teach. Students see exactly what is free and book it.",
  ],
  [
    "Never twice at a time",
    "Two students cannot get the same hour, and breaks between lessons are kept for you.",
  ],
  [
    "Booked means booked",
    "No requests to answer. You get a mail and a calendar file; the student has the terms.",
  ],
] as const;

/** What teaching here is like, for guests. */
export function Invitation() {
  return (
    <>
      <section className="band bg-band text-on-band">
        <Page className="flex flex-col items-start gap-6 py-14 sm:py-20">
          <h1 className="text-2xl font-extrabold sm:text-3xl">Teach New York</h1>
          <p className="max-w-prose text-lg text-on-band-soft">
            Say what, where and when. From nothing to bookable in four steps and a few minutes.
          </p>
          <LinkButton href="/sign-up?role=instructor&next=/teach" size="large">
            Start teaching
          </LinkButton>
        </Page>
      </section>
      <Page>
        <ul className="grid gap-8 md:grid-cols-3">
          {POINTS.map(([title, text]) => (
            <li key={title}>
              <h2 className="text-xl font-bold">{title}</h2>
              <p className="mt-2 text-soft">{text}</p>
            </li>
          ))}
        </ul>
      </Page>
    </>
  );
}
