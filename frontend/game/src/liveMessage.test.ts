import { expect, test } from "vitest";

import { parseLiveMessage } from "./liveMessage";

test("reads a creation and a kill", () => {
  expect(parseLiveMessage('{"virusId": "a"}')).toEqual({ virusId: "a" });
  expect(parseLiveMessage('{"killedVirusId": "a"}')).toEqual({ killedVirusId: "a" });
});

test.each([
  "not JSON",
  "",
  "null",
  "42",
  "[]",
  '"virusId"',
  "{}",
  '{"virusId": 7}',
  '{"virusId": ""}',
  '{"killedVirusId": {"id": "a"}}',
  '{"action": "explode", "id": "a"}',
  '{"message": "Forbidden", "connectionId": "x", "requestId": "y"}',
])("ignores %j", (text) => {
  expect(parseLiveMessage(text)).toBeUndefined();
});

test("ignores a binary frame", () => {
  expect(parseLiveMessage(new Blob(["{}"]))).toBeUndefined();
});
