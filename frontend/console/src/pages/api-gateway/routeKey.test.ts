import { expect, test } from "vitest";

import { byPath, openVariables, requestFor } from "./routeKey";

test.each([
  ["POST /virus", { method: "POST", path: "/virus" }],
  ["ANY /a/{id}", { method: "GET", path: "/a/{id}" }],
  ["$default", { method: "GET", path: "/" }],
])("%s", (routeKey, expected) => expect(requestFor(routeKey)).toEqual(expected));

test("finds what is to be filled in", () => {
  expect(openVariables("/virus/{id}/{rest+}")).toEqual(["id", "rest+"]);
  expect(openVariables("/virus/7")).toEqual([]);
});

test("routes of one path are beside each other", () => {
  const keys = ["DELETE /virus/{id}", "GET /virus", "GET /hello", "POST /virus"];
  expect(keys.sort(byPath)).toEqual([
    "GET /hello",
    "POST /virus",
    "GET /virus",
    "DELETE /virus/{id}",
  ]);
});
