import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { configuration } from "./overlay.mjs";

const { configFile: _none, plugins, ...rest } = configuration(process.env.PETRI_LEARNERS_FRONTEND);

export default defineConfig({ ...rest, plugins: [...plugins, react()] });
