/** Serves a learner's frontend on the port given, until it is ended. */
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

import { configuration } from "./overlay.mjs";

const settings = configuration(process.env.PETRI_LEARNERS_FRONTEND);
const server = await createServer({
  ...settings,
  // Not the cache of the game's own server, which may run at the same time.
  cacheDir: fileURLToPath(new URL("../../node_modules/.vite-learn", import.meta.url)),
  logLevel: "warn",
  server: { ...settings.server, port: Number(process.argv[2]), strictPort: true },
});
await server.listen();
