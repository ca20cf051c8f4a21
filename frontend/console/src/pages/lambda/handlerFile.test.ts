import { expect, test } from "vitest";

import { handlerFile } from "./handlerFile";

const NAMES = ["shared/__init__.py", "virus/create.py", "src/index.mjs", "hello.py"];

test.each([
  ["virus.create.handler", "virus/create.py"],
  ["src/index.handler", "src/index.mjs"],
  ["hello.handler", "hello.py"],
  ["elsewhere.handler", undefined],
  ["", undefined],
])("%s is in %s", (handler, expected) => {
  expect(handlerFile(handler, NAMES)).toBe(expected);
});
