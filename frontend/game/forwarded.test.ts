import { expect, test } from "vitest";

import { forwardedPaths } from "./forwarded";

const paths = new RegExp(
  forwardedPaths(
    "http://localhost:4566/_aws/execute-api/http1/dev",
    "ws://localhost:4566/_aws/execute-api/webs1/dev",
  ) ?? "",
);

test.each([
  "/_aws/execute-api/http1/dev/virus",
  "/_aws/execute-api/http1/dev/virus/a%2Fb%20c.d",
  "/_aws/execute-api/webs1/dev",
  "/_aws/execute-api/webs1/dev?token=1",
  "/_aws/execute-api/http1-100000000007/dev/virus",
  "/_aws/execute-api/webs1-100000000030/dev",
])("%s is forwarded", (path) => {
  expect(path).toMatch(paths);
});

test.each([
  "/",
  "/_localstack/health",
  "/_aws/execute-api/other/dev/virus",
  "/_aws/execute-api/http1/development",
  "/_aws/execute-api/http1-1/dev/virus",
  "/_aws/execute-api/http1-100000000007x/dev/virus",
  "/_aws/execute-api/webs1-100000000030/dev/@connections/abc",
  "/x/_aws/execute-api/http1/dev/virus",
  "/_aws/execute-api/http1/dev/../../../../_localstack/health",
  "/_aws/execute-api/http1/dev/%2e%2E/..%2f.%2e",
  "/_aws/execute-api/http1/dev/..\\..\\",
  "/_aws/execute-api/webs1/dev/@connections/abc",
  "/_aws/execute-api/webs1/dev/%40%63onnections/abc",
])("%s is not", (path) => {
  expect(path).not.toMatch(paths);
});

test("without a backend nothing is forwarded", () => {
  expect(forwardedPaths(undefined, "")).toBeUndefined();
});
