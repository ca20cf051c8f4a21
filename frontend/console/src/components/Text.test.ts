import { expect, test } from "vitest";

import { visible } from "./Text";

test("what would be obeyed or hidden is shown", () => {
  expect(visible("\u001b[31mred\u0000\u202e")).toBe("\\u001b[31mred\\u0000\\u202e");
});

test("all else stays: markup, emoji, tabs and line breaks", () => {
  expect(visible("<b>\t🦠\r\n</b>")).toBe("<b>\t🦠\r\n</b>");
});
