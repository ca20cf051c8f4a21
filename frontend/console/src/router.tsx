import { createBrowserRouter, type RouteObject } from "react-router";

import { Shell } from "./shell/Shell";
import { PageProblem } from "./shell/PageProblem";
import { Starting } from "./shell/Starting";

/** The pages, each loaded when it is first opened. */
const pages: RouteObject[] = [
  { index: true, lazy: () => import("./pages/home/HomePage") },
  { path: "api-gateway", lazy: () => import("./pages/api-gateway/ApisPage") },
  { path: "api-gateway/:apiId", lazy: () => import("./pages/api-gateway/ApiPage") },
  { path: "dynamodb", lazy: () => import("./pages/dynamodb/TablesPage") },
  { path: "dynamodb/:tableName", lazy: () => import("./pages/dynamodb/TablePage") },
  { path: "lambda", lazy: () => import("./pages/lambda/FunctionsPage") },
  { path: "lambda/:functionName", lazy: () => import("./pages/lambda/FunctionPage") },
  { path: "events", lazy: () => import("./pages/events/RulesPage") },
  { path: "logs", lazy: () => import("./pages/logs/LogGroupsPage") },
  { path: "logs/group", lazy: () => import("./pages/logs/LogGroupPage") },
  { path: "resources", lazy: () => import("./pages/resources/ResourcesPage") },
  { path: "map", lazy: () => import("./pages/map/MapPage") },
  { path: "traces", lazy: () => import("./pages/traces/TracesPage") },
  { path: "traces/:traceId", lazy: () => import("./pages/traces/TracePage") },
  { path: "*", lazy: () => import("./shell/NoSuchPage") },
];

export const router = createBrowserRouter(
  [
    {
      element: <Shell />,
      HydrateFallback: Starting,
      // One boundary inside the shell: a page that fails leaves the navigation as it is.
      children: [{ ErrorBoundary: PageProblem, children: pages }],
    },
  ],
  { basename: "/_petri" },
);
