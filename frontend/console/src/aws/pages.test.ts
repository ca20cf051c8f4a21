import { expect, test } from "vitest";

import { allPages } from "./pages";

test("joins the pages in order", async () => {
  const pages: Record<string, readonly [number[], string | undefined]> = {
    first: [[1, 2], "second"],
    second: [[], "third"],
    third: [[3], undefined],
  };
  const asked: (string | undefined)[] = [];
  const found = await allPages((token) => {
    asked.push(token);
    return Promise.resolve(pages[token ?? "first"] ?? [[], undefined]);
  });
  expect(found).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, "second", "third"]);
});

test("stops when there is more than anybody reads", async () => {
  let asked = 0;
  const found = await allPages(() => {
    asked += 1;
    return Promise.resolve([[1, 2, 3], "more"]);
  }, 5);
  expect(found).toHaveLength(5);
  expect(asked).toBe(2);
});
