import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };

/** Unit tests need nothing but the code and little time; integration tests start databases or servers, read real data, or count long. */
const integration = [
  "lib/io/**/*.test.ts",
  "lib/services/**/*.test.ts",
  "lib/cli/**/*.test.ts",
  "**/*.integration.test.ts",
];

export default defineConfig({
  test: {
    globalSetup: ["./scripts/vitest-setup.mjs"],
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          // One set of loaded modules a worker instead of one a file: loading them took more than half of the time.
          // So a unit test leaves nothing behind: it undoes what it stubs, and cleans up what it renders.
          pool: "threads",
          isolate: false,
          // A busy machine must not fail a test; a hang still does.
          testTimeout: 30_000,
          include: ["*.test.ts", "lib/core/**/*.test.ts", "components/**/*.test.{ts,tsx}", "app/**/*.test.{ts,tsx}"],
          exclude: [...integration, "node_modules/**", ".next/**", "dist/**"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: integration,
          exclude: ["node_modules/**", ".next/**", "dist/**"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
