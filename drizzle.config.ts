import { defineConfig } from "drizzle-kit";

// `npx drizzle-kit generate` writes a migration from what changed in the schema.
export default defineConfig({
  dialect: "postgresql",
  schema: [
    "./lib/io/database/schema.ts",
    "./lib/io/database/connection-schema.ts",
    "./lib/io/database/review-schema.ts",
    "./lib/io/database/registry-schema.ts",
    "./lib/io/database/training-schema.ts",
    "./lib/io/database/gate-schema.ts",
    "./lib/io/database/past-list-schema.ts",
    "./lib/io/database/training-run-schema.ts",
    "./lib/io/database/monitoring-schema.ts",
    "./lib/io/database/alert-schema.ts",
    "./lib/io/database/capacity-schema.ts",
    "./lib/io/database/demand-schema.ts",
    "./lib/io/database/theatre-schema.ts",
  ],
  out: "./lib/io/database/migrations",
});
