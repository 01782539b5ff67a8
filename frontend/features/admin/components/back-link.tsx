import Link from "next/link";

export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="mb-4 inline-flex min-h-11 items-center font-semibold text-blue hover:underline"
    >
      {children}
    </Link>
  );
}
