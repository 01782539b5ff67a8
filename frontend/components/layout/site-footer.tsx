import Link from "next/link";
import { ThemeSwitch } from "@/components/layout/theme-switch";
import { getTheme } from "@/lib/theme";

const LINKS = [
  { href: "/search", name: "Find a lesson" },
  { href: "/teach", name: "Teach on InstaInstru" },
  { href: "/account", name: "Account" },
  { href: "/privacy", name: "Privacy" },
];

export async function SiteFooter() {
  return (
    <footer className="band mt-auto bg-band text-on-band">
      <div className="mx-auto flex max-w-content flex-wrap items-center justify-between gap-x-8 gap-y-4 px-4 py-8 sm:px-6">
        <ul className="flex flex-wrap gap-x-6">
          {LINKS.map(({ href, name }) => (
            <li key={href}>
              <Link href={href} className="flex min-h-11 items-center text-sm font-semibold hover:underline">
                {name}
              </Link>
            </li>
          ))}
        </ul>
        <ThemeSwitch initial={await getTheme()} />
        <p className="w-full text-sm text-on-band-soft">
          Lessons in New York City, booked at once. You pay your instructor at the lesson. Neighborhoods: NYC
          Open Data.
        </p>
      </div>
    </footer>
  );
}
