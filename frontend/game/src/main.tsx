import { createRoot } from "react-dom/client";

import { isConfigured } from "./config";
import { Home } from "./Home";
import { NotConfigured } from "./NotConfigured";
import "./theme.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id “root”.");

// Without React's StrictMode, which repeats effects: one page opens one connection and loads its list once.
createRoot(root).render(isConfigured ? <Home /> : <NotConfigured />);
