import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["{features,lib,components}/**/*.test.{ts,tsx}"],
    environment: "node",
    // Wall-clock code must not depend on where the tests run.
    env: { TZ: "Asia/Tokyo" },
  },
});
