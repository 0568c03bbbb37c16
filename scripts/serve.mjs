// Starts the built server: `npm start`, the demo, the journeys, the benches, and the same file in the container image.
// HOSTNAME (default 127.0.0.1) and PORT (default 3000) say where it listens.
//
// Every request comes in through a door inside the very same build (`app/_adapters/front-door.ts`), where it is timed and
// logged. Everything is answered by Next.js, but for what Wardlight answers itself ahead of it (`own-door.ts`): one request
// that every screen repeats all day, and one that carries a whole patient.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
process.env.NODE_ENV = "production";

const hostname = process.env.HOSTNAME || "127.0.0.1";
const port = Number(process.env.PORT || 3000);

// A released tree has no next.config.js: the build wrote down what it said, and Next.js takes it from here.
if (!existsSync(join(root, "next.config.js"))) {
  const { config } = JSON.parse(readFileSync(join(root, ".next/required-server-files.json"), "utf8"));
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}

const next = createRequire(import.meta.url)("next");
const app = next({ dev: false, dir: root, hostname, port });
const handle = app.getRequestHandler();
await app.prepare();

const FRONT_DOOR = Symbol.for("wardlight.front-door");
const server = createServer((request, response) => {
  const pass = () => void handle(request, response);
  const enter = globalThis[FRONT_DOOR];
  if (enter === undefined) pass();
  else enter(request, response, pass);
});
server.on("error", (error) => {
  console.error(`Wardlight cannot listen on ${hostname}:${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, hostname);
