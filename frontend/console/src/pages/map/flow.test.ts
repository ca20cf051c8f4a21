import { expect, test } from "vitest";

import type { FeedEvent } from "../../live/feed";
import { callOf, edgesOf } from "./flow";
import type { Stack } from "./stack";

const STACK: Stack = {
  apis: [
    {
      id: "h",
      name: "http",
      isWebSocket: false,
      routes: [{ key: "POST /virus", function: "create" }],
    },
    { id: "web1", name: "live", isWebSocket: true, routes: [] },
  ],
  functions: [
    { name: "create", environment: ["virus"] },
    { name: "send", environment: [] },
  ],
  tables: ["virus"],
  streams: [{ table: "virus", function: "send" }],
  rules: [{ name: "tick", schedule: "rate(1 minute)", functions: ["create"] }],
};

function event(what: object): FeedEvent {
  return { at: 0, traceId: null, ...what } as FeedEvent;
}

test.each([
  [
    { type: "http", apiId: "h", routeKey: "POST /virus" },
    ["browsers → api h", "api h → function create"],
  ],
  [{ type: "http", apiId: "h", routeKey: null }, ["browsers → api h"]],
  [{ type: "call", caller: "create", resource: "virus" }, ["function create → table virus"]],
  [{ type: "call", caller: null, resource: "virus" }, []],
  [{ type: "record", table: "virus" }, ["table virus → function send"]],
  [{ type: "frame", apiId: "web1", direction: "out" }, ["browsers → api web1"]],
  [{ type: "schedule", rule: "tick" }, ["rule tick → function create"]],
  [{ type: "skipped", count: 5 }, []],
])("%j", (what, edges) => expect(edgesOf(event(what), STACK)).toEqual(edges));

test("a post to a connection leads to its API", () => {
  const call = {
    type: "call",
    caller: "arn:aws:lambda:eu-west-1:0:function:send",
    resource: "web1/dev/abc=",
  };
  expect(callOf(event(call), STACK)).toEqual({
    function: "send",
    to: "api web1",
    label: "@connections",
  });
});
