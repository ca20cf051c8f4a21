import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  envPrefix: "REACT_APP_",
  server: {
    host: "127.0.0.1",
    port: Number(process.env.PORT) || 3000,
    strictPort: true,
  },
});
