/** The game with a learner's files in place of its own of the same name. */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const game = fileURLToPath(new URL("../../frontend/game", import.meta.url));
const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
const source = path.join(game, "src");

/** A Vite plugin: a relative import means the learner's file if there is one, else the game's. */
function overlay(folder) {
  return {
    name: "petri-learners-frontend",
    enforce: "pre",
    resolveId(id, importer) {
      if (!importer) return undefined;
      const from = path.dirname(importer.split("?")[0]);
      if (id.startsWith("./") && (from === folder || from === source)) {
        return find(folder, id) ?? find(source, id);
      }
      // The learner's folder has no packages: they are found from where the game finds them.
      const isPackage = /^[\w@]/.test(id) && !path.isAbsolute(id);
      if (isPackage && from === folder) return this.resolve(id, path.join(source, "main.tsx"), { skipSelf: true });
      return undefined;
    },
  };
}

function find(folder, id) {
  const name = path.join(folder, id);
  return ["", ".ts", ".tsx", ".css"].map((end) => name + end).find((file) => existsSync(file));
}

/** What the server for people and the probe have in common. */
export function configuration(folder) {
  return {
    configFile: false,
    root: game,
    envPrefix: "REACT_APP_",
    plugins: [overlay(folder)],
    server: { host: "127.0.0.1", fs: { allow: [game, folder, modules] } },
  };
}
