/** The game with a learner's files in place of its own of the same name. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const game = fileURLToPath(new URL("../../frontend/game", import.meta.url));
const source = path.join(game, "src");

/** A Vite plugin: a relative import means the learner's file if there is one, else the game's. */
export function overlay(folder) {
  return {
    name: "petri-learners-frontend",
    enforce: "pre",
    resolveId(id, importer) {
      if (!id.startsWith("./") || !importer) return undefined;
      const from = path.dirname(importer.split("?")[0]);
      if (from !== folder && from !== source) return undefined;
      return find(folder, id) ?? find(source, id);
    },
  };
}

function find(folder, id) {
  const name = path.join(folder, id);
  return ["", ".ts", ".tsx", ".css"].map((end) => name + end).find((file) => existsSync(file));
}

/** What both the server and the probe need to find packages from a folder that has none. */
export function configuration(folder) {
  const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
  const packages = ["react", "react-dom", "partysocket"].filter((name) => readdirSync(modules).includes(name));
  return {
    configFile: false,
    root: game,
    envPrefix: "REACT_APP_",
    plugins: [overlay(folder)],
    resolve: { alias: packages.map((name) => ({ find: new RegExp(`^${name}(?=/|$)`), replacement: path.join(modules, name) })) },
    server: { host: "127.0.0.1", fs: { allow: [game, folder, modules] } },
  };
}
