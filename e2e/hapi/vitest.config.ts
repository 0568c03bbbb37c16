import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** `npm run test:interop` alone: these need HAPI FHIR, which is half a gigabyte of Java. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("../..", import.meta.url)) } },
  test: {
    include: ["e2e/hapi/*.interop.ts"],
    globalSetup: ["./scripts/vitest-setup.mjs"],
    root: fileURLToPath(new URL("../..", import.meta.url)),
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
