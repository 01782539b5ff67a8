"use client";

import { useState } from "react";

type Theme = "system" | "light" | "dark";

const ORDER: Theme[] = ["system", "light", "dark"];
const NAMES: Record<Theme, string> = { system: "Same as my device", light: "Light", dark: "Dark" };
const YEAR_SECONDS = 31_536_000;

function apply(theme: Theme): void {
  const lifetime = theme === "system" ? 0 : YEAR_SECONDS;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
  document.cookie = `theme=${theme}; path=/; max-age=${lifetime}; samesite=lax`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The choice is a cookie, so that the server draws the first frame in the right colours. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    setTheme(next);
    apply(next);
  };
  return (
    <label className="flex items-center gap-2 text-sm">
      Colors
      <select
        value={theme}
        onChange={(event) => choose(event.target.value as Theme)}
        className="min-h-11 rounded-control border border-band-line bg-band px-2 text-on-band"
      >
        {ORDER.map((option) => (
          <option key={option} value={option}>
            {NAMES[option]}
          </option>
        ))}
      </select>
    </label>
  );
}
