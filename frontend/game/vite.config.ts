import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  envPrefix: "REACT_APP_",
  // Browsers that know light-dark() by themselves.
  build: { target: "es2023", cssTarget: ["chrome123", "firefox120", "safari17.5"] },
  server: {
    host: "127.0.0.1",
    port: Number(process.env.PORT) || 3000,
    strictPort: true,
  },
});
