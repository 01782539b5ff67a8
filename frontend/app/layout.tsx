import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { OfflineNotice } from "@/components/layout/offline-notice";
import { PageProgress } from "@/components/layout/page-progress";
import { SiteFooter } from "@/components/layout/site-footer";
import { SiteHeader } from "@/components/layout/site-header";
import { siteUrl } from "@/lib/env";
import { inter } from "@/lib/font";
import { getTheme } from "@/lib/theme";
import "./globals.css";

export function generateMetadata(): Metadata {
  return {
    metadataBase: new URL(siteUrl()),
    title: { default: "InstaInstru: book a lesson in New York at once", template: "%s | InstaInstru" },
    description:
      "Say what you want to learn, see which New York instructors are really free, and have a confirmed lesson in under a minute.",
  };
}

export const viewport: Viewport = { themeColor: "#111111", width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await getTheme();
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" className={inter.variable} data-theme={theme === "system" ? undefined : theme}>
      <head>
        {/* React Aria reads it for the few styles that it adds itself. */}
        <meta property="csp-nonce" content={nonce} nonce={nonce} />
      </head>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="sr-only z-50 rounded-control bg-taxi px-4 py-3 font-semibold text-on-taxi focus:not-sr-only focus:fixed focus:left-4 focus:top-4"
        >
          Skip to content
        </a>
        <SiteHeader />
        <main id="main" tabIndex={-1} className="flex flex-1 flex-col outline-none">
          {children}
        </main>
        <SiteFooter />
        <OfflineNotice />
        <PageProgress />
      </body>
    </html>
  );
}
