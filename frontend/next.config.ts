import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  // A page that is for others answers 403 instead of leading somewhere else.
  experimental: { authInterrupts: true },
  // Everybody gets a page's title with the page: streamed behind it, a reader is on a page without a name for a moment.
  htmlLimitedBots: /.*/,
  // Addresses that mails carry.
  redirects: async () => [{ source: "/teach/week", destination: "/calendar", permanent: false }],
};

export default config;
