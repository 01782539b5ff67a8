import Link from "next/link";
import { Tag } from "@/components/ui/chip";
import { Notice } from "@/components/ui/states";
import type { Concern } from "@/features/admin/attention";

/** What to look at, each with the way to it. */
export function Concerns({ concerns }: { concerns: Concern[] }) {
  if (concerns.length === 0)
    return <Notice tone="success">Nothing: the API serves, queues move, and no message was given up.</Notice>;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {concerns.map(({ key, grave, text, href, todo }) => (
        <li key={key}>
          <Link href={href} className="flex min-h-14 items-center gap-3 py-2 hover:bg-mist">
            <Tag tone={grave ? "red" : "taxi"}>{grave ? "Now" : "Soon"}</Tag>
            <span className="min-w-0 break-words">
              <span className="block font-semibold">{text}</span>
              {todo && <span className="block text-sm">{todo}</span>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
