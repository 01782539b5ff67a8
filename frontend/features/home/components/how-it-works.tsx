const STEPS = [
  { name: "Say it", text: "What, when, where, for how much: in your own words." },
  { name: "Pick a time", text: "Every time you see is free. Nobody has to answer first." },
  { name: "Go", text: "Confirmed at once, in your calendar. You pay at the lesson." },
];

/** Three stops on one line. */
export function HowItWorks() {
  return (
    <section aria-labelledby="how">
      <h2 id="how" className="mb-6 text-xl font-bold">
        How it works
      </h2>
      <ol className="grid gap-6 sm:grid-cols-3 sm:gap-0">
        {STEPS.map(({ name, text }) => (
          <li
            key={name}
            className="relative border-l-4 border-ink pl-6 sm:border-l-0 sm:border-t-4 sm:pl-0 sm:pr-8 sm:pt-6"
          >
            <span
              aria-hidden
              className="absolute -left-3 top-0 size-5 rounded-full border-4 border-ink bg-paper sm:-top-3 sm:left-0"
            />
            <h3 className="text-lg font-bold">{name}</h3>
            <p className="text-soft">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
