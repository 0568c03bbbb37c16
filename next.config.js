/**
 * BUILD_STANDALONE=1 also writes `.next/standalone`, the server with only the modules it loads, from which
 * `scripts/gather-release.mjs` makes the tree that ships in the container image.
 * @type {import('next').NextConfig}
 */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ["@electric-sql/pglite", "onnxruntime-node", "pg", "pino", "prom-client"],
  ...(process.env.BUILD_STANDALONE === "1" ? { output: "standalone", outputFileTracingRoot: import.meta.dirname } : {}),
};

export default config;
