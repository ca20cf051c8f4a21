import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const emulator = process.env.AWS_ENDPOINT_URL ?? "http://localhost:4566";

export default defineConfig({
  plugins: [react()],
  base: "/_petri/",
  // Browsers that know light-dark() by themselves.
  build: {
    target: "es2023",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    chunkSizeWarningLimit: 900,
  },
  server: {
    host: "127.0.0.1",
    port: Number(process.env.PORT) || 3001,
    // While the console is developed: everything that is not one of its modules is the emulator's.
    proxy: {
      "^/_petri/(feed|traces|invocations|connections)": emulator,
      "^/(?!_petri|@|node_modules|src)": {
        target: emulator,
        ws: true,
        headers: { origin: emulator },
      },
    },
  },
});
