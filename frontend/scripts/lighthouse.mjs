// Lighthouse on home, search and a profile of a product that runs; `make lighthouse` starts one.
// It is fetched when it is asked for: nothing else needs it, and it is larger than all that does.
import { spawnSync } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const LIGHTHOUSE = "lighthouse@13.5.0";
const baseURL = process.env.E2E_BASE_URL ?? "http://localhost:3100";
const CHROME_PATH = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const REPORTS = join(import.meta.dirname, "..", "..", ".data", "lighthouse");
const SIZES = { phone: [], desktop: ["--preset=desktop"] };
// Speed depends on the machine and is stated; these do not, and are required.
const REQUIRED = ["accessibility", "best-practices", "seo"];

const found = await (await fetch(`${baseURL}/api/search?q=piano&limit=1`)).json();
const PAGES = {
  home: "/",
  search: "/search?q=piano",
  profile: `/instructors/${found.results[0].instructor.slug}`,
};

/** The scores of a page, and the audits that took something off the required ones. */
async function examine(name, path, size) {
  const report = join(REPORTS, `${name}-${size}.json`);
  const options = ["--quiet", "--output=json", `--output-path=${report}`, ...SIZES[size]];
  const flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu";
  const command = [
    "exec",
    "--yes",
    `--package=${LIGHTHOUSE}`,
    "--",
    "lighthouse",
    baseURL + path,
    ...options,
    flags,
  ];
  const run = spawnSync("npm", command, { encoding: "utf8", env: { ...process.env, CHROME_PATH } });
  if (run.status !== 0) throw new Error(run.stderr);
  const { categories, audits } = JSON.parse(await readFile(report, "utf8"));
  const faults = REQUIRED.flatMap((category) => categories[category].auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => id);
  const scores = Object.values(categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`);
  const times = [
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
  ].map((id) => `${id} ${audits[id].displayValue}`);
  return { faults, words: [...scores, ...times].join(", ") };
}

await mkdir(REPORTS, { recursive: true });
let failed = false;
for (const [name, path] of Object.entries(PAGES)) {
  for (const size of Object.keys(SIZES)) {
    const { faults, words } = await examine(name, path, size);
    console.log(`${name} (${size}): ${words}`);
    if (faults.length > 0) console.log(`  not whole: ${faults.join(", ")}`);
    failed ||= faults.length > 0;
  }
}
console.log(`The reports are in ${REPORTS}.`);
process.exitCode = failed ? 1 : 0;
