// The standalone server serves only what lies beside it, so static files and public/ are copied there.

import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";

const dist = process.env.NEXT_DIST_DIR ?? ".next";
const target = join(dist, "standalone");

await cp(join(dist, "static"), join(target, dist, "static"), { recursive: true });
if (existsSync("public")) await cp("public", join(target, "public"), { recursive: true });
