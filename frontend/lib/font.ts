import localFont from "next/font/local";

/** Inter Variable, served by ourselves; preloaded, with a fallback of the same measure so that nothing moves. */
export const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  variable: "--font-inter",
});
