import "@cloudscape-design/global-styles/index.css";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";

import { router } from "./router";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id “root”.");

createRoot(root).render(<RouterProvider router={router} />);
