import Link from "next/link";
import { type WishStart, wishPath } from "@/lib/paths";

/** For whom no time suits: not looking again tomorrow, but being told. */
export function WishLink({ start, lead = "No time that suits you?" }: { start: WishStart; lead?: string }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      {lead}
      <Link
        href={wishPath(start)}
        prefetch={false}
        className="inline-flex min-h-11 items-center font-semibold text-blue hover:underline"
      >
        Tell me when one comes free
      </Link>
    </p>
  );
}
