import { expect, test } from "vitest";

import { buildGraph } from "./graph";
import type { Stack } from "./stack";

const STACK: Stack = {
  apis: [
    {
      id: "h",
      name: "http",
      isWebSocket: false,
      routes: [{ key: "POST /virus", function: "create" }],
    },
    { id: "w", name: "live", isWebSocket: true, routes: [{ key: "$connect", function: "gone" }] },
  ],
  functions: [
    { name: "create", environment: ["virus", "x"] },
    { name: "send", environment: [] },
  ],
  tables: ["virus"],
  streams: [{ table: "virus", function: "send" }],
  rules: [{ name: "tick", schedule: "rate(1 minute)", functions: ["create"] }],
};

test("follows a virus from left to right", () => {
  const { nodes, edges } = buildGraph(STACK);
  expect(nodes.find(({ id }) => id === "function create")?.note).toBe(
    "POST /virus, rate(1 minute)",
  );
  expect(nodes.map(({ id, column }) => `${column} ${id}`)).toEqual([
    "0 browsers",
    "1 api h",
    "1 api w",
    "1 rule tick",
    "3 table virus",
    "2 function create",
    "4 function send",
  ]);
  expect(edges.map(({ id, label }) => [id, label])).toEqual([
    ["browsers → api h", "HTTP"],
    ["api h → function create", "POST /virus"],
    ["browsers → api w", "WebSocket"],
    ["rule tick → function create", "rate(1 minute)"],
    ["table virus → function send", "stream"],
    ["function create → table virus", ""],
  ]);
});

test("adds what the feed has told, once, and nothing to what is gone", () => {
  const call = { function: "send", to: "api w", label: "@connections" };
  const { edges } = buildGraph(STACK, [call, call, { function: "gone", to: "api w", label: "" }]);
  expect(edges.filter(({ to }) => to === "api w").map(({ id }) => id)).toEqual([
    "browsers → api w",
    "function send → api w",
  ]);
});
