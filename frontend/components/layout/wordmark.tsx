import Link from "next/link";

export function Wordmark() {
  return (
    <Link href="/" className="flex min-h-11 items-center gap-2 text-lg font-extrabold tracking-tight">
      <span
        aria-hidden
        className="grid size-8 place-items-center rounded-full bg-taxi text-lg font-extrabold leading-none text-on-taxi"
      >
        i
      </span>
      InstaInstru
    </Link>
  );
}
