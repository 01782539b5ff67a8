"use client";

import "./globals.css";

/** When even the layout could not be drawn. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <title>Not reachable | InstaInstru</title>
      <body className="grid min-h-dvh place-items-center bg-band p-6 text-on-band">
        <main className="flex max-w-prose flex-col items-start gap-4">
          <h1 className="text-2xl font-bold">InstaInstru cannot be reached</h1>
          <p>Something on our side did not answer. Please try again in a moment.</p>
          <button
            type="button"
            onClick={reset}
            className="min-h-12 rounded-control bg-taxi px-5 font-semibold text-on-taxi"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
