const whole = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  maximumFractionDigits: 0,
});
const exact = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** 7500 -> "$75"; 7550 -> "$75.50". */
export function formatCents(cents: number): string {
  return cents % 100 === 0 ? whole.format(cents / 100) : exact.format(cents / 100);
}

/** An hourly rate in cents: 7500 -> "$75/h". */
export function formatRate(cents: number): string {
  return `${formatCents(cents)}/h`;
}

/** What a lesson of this length costs, half up to the cent, as the server computes it. For display before a quote only. */
export function priceForMinutes(rateCents: number, minutes: number): number {
  return Math.floor((rateCents * minutes + 30) / 60);
}
