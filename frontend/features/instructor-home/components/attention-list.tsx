import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { Attention } from "../model";

/** What needs the instructor; nothing at all when nothing does. */
export function AttentionList({ items }: { items: readonly Attention[] }) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="attention" className="rounded-card border-2 border-ink p-5">
      <h2 id="attention" className="flex items-center gap-2 text-lg font-bold">
        <TriangleAlert aria-hidden size={20} /> Needs you
      </h2>
      <ul className="mt-2 flex flex-col divide-y divide-line">
        {items.map((item) => (
          <li key={item.key} className="py-2 last:pb-0">
            <p className="tabular">{item.text}</p>
            <Link
              href={item.href}
              className="inline-flex min-h-11 items-center font-semibold text-blue underline"
            >
              {item.action}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
