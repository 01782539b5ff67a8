import { PROGRAMS } from "../model";

/** How the programs that people use take the address. */
export function HowTo() {
  return (
    <section aria-labelledby="how" className="flex flex-col gap-3 border-t border-line pt-8">
      <h2 id="how" className="text-xl font-bold">
        How to subscribe
      </h2>
      <dl className="flex flex-col gap-3">
        {PROGRAMS.map(({ name, steps }) => (
          <div key={name}>
            <dt className="font-semibold">{name}</dt>
            <dd className="text-soft">{steps}</dd>
          </div>
        ))}
      </dl>
      <p className="text-soft">
        Programs look for changes by themselves, some of them only a few times a day. Mails tell you at once.
      </p>
    </section>
  );
}
