import { networkInterfaces } from "node:os";

import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

import { forwardedPaths } from "./forwarded.ts";

// Only this machine, unless PETRI_GAME_HOST says otherwise: 0.0.0.0 lets everybody in the room join.
const host = process.env.PETRI_GAME_HOST || "127.0.0.1";

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, import.meta.dirname, "REACT_APP_");
  const api = env.REACT_APP_API_BASE_URL ?? "";
  const forwarded = forwardedPaths(api, env.REACT_APP_WEBSOCKET_URL);
  return {
    plugins: [react()],
    envPrefix: "REACT_APP_",
    define: { "import.meta.env.REACT_APP_JOIN_HOST": JSON.stringify(joinHost()) },
    // Browsers that know light-dark() by themselves.
    build: { target: "es2023", cssTarget: ["chrome123", "firefox120", "safari17.5"] },
    server: {
      host,
      port: Number(process.env.PORT) || 3000,
      strictPort: true,
      // Who joins over the network sees the game's files, no others …
      fs: { allow: [".", "../../node_modules"] },
      // … and reaches the application through this server; the AWS APIs stay this machine's own.
      proxy:
        forwarded && URL.canParse(api)
          ? { [forwarded]: { target: new URL(api).origin, ws: true, changeOrigin: true } }
          : {},
    },
  };
});

/** This machine's address for others in the room, if they are let in. */
function joinHost(): string {
  if (host !== "0.0.0.0") return "";
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "";
}
