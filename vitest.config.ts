import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["lib/**/*.test.ts", "components/**/*.test.tsx", "app/**/*.test.{ts,tsx}", "*.test.ts", "scripts/**/*.test.ts"],
    globalSetup: ["./scripts/vitest-setup.mjs"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
