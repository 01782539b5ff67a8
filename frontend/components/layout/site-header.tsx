import { HeaderLinks } from "@/components/layout/header-links";
import { MobileMenu } from "@/components/layout/mobile-menu";
import { accountLinks, navigationFor } from "@/components/layout/navigation";
import { Wordmark } from "@/components/layout/wordmark";
import { getUser } from "@/lib/session";

/** The black band with the white rule of a station sign. */
export async function SiteHeader() {
  const user = await getUser();
  const [main, account] = [navigationFor(user), accountLinks(user)];
  return (
    <header className="band sticky top-0 z-40 bg-band text-on-band">
      <div aria-hidden className="mx-auto h-2.5 border-b-2 border-on-band" />
      <div className="mx-auto flex h-16 max-w-content items-center justify-between gap-6 px-4 sm:px-6">
        <Wordmark />
        <HeaderLinks main={main} account={account} signedIn={user !== null} />
        <MobileMenu links={[...main, ...account]} signedIn={user !== null} />
      </div>
    </header>
  );
}
