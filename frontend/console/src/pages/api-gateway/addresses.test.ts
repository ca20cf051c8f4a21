import { expect, test } from "vitest";

import { socketUrl, stageUrl } from "./addresses";

test("a stage is part of the address, the default one is not", () => {
  expect(stageUrl("http://localhost:4566", "abc", "dev")).toBe(
    "http://localhost:4566/_aws/execute-api/abc/dev",
  );
  expect(stageUrl("http://localhost:4566", "abc", "$default")).toBe(
    "http://localhost:4566/_aws/execute-api/abc",
  );
});

test("sockets are as safe as the page", () => {
  expect(socketUrl("https://localhost:4566", "abc", "dev")).toBe(
    "wss://localhost:4566/_aws/execute-api/abc/dev",
  );
});
