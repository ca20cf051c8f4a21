import { expect, test } from "vitest";

import { explain } from "./explain";

test("an error of AWS keeps its name", () => {
  const error = Object.assign(new Error("Cannot do that"), { name: "ResourceNotFoundException" });
  expect(explain(error)).toBe("ResourceNotFoundException: Cannot do that");
});

test("an error without a message still says what it is", () => {
  expect(explain(Object.assign(new Error(""), { name: "GoneException" }))).toContain(
    "GoneException",
  );
});

test("no answer is told as such, with what to do", () => {
  expect(explain(new TypeError("Failed to fetch"))).toContain("make up");
});

test("anything can be thrown", () => {
  expect(explain("odd")).toBe("odd");
});
