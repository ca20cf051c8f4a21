import { expect, test } from "vitest";

import { valid } from "./accountId";

test("an account has twelve digits", () => {
  expect(valid("100000000007")).toBe("100000000007");
});

test.each([null, "", "000000000000", "7", "1000000000070", "test", "10000000000x"])(
  "%j names none",
  (text) => {
    expect(valid(text)).toBeUndefined();
  },
);
