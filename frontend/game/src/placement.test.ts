import { expect, test } from "vitest";

import { placementOf } from "./placement";

const placements = Array.from({ length: 1000 }, (_, index) => placementOf(`virus-${index}`));

test("the same id has the same place", () => {
  expect(placementOf("virus-7")).toEqual(placements[7]);
});

test("every virus is inside the dish", () => {
  for (const { x, y } of placements) expect(Math.hypot(x, y)).toBeLessThanOrEqual(1);
});

test("even ids that differ by one character spread over the whole dish", () => {
  const inner = placements.filter(({ x, y }) => Math.hypot(x, y) < Math.SQRT1_2).length;
  const quarters = [0, 1, 2, 3].map(
    (quarter) =>
      placements.filter(({ x, y }) => (x > 0 ? 1 : 0) + (y > 0 ? 2 : 0) === quarter).length,
  );
  // A circle of half the area holds half of the viruses, a quarter of the dish a quarter of them.
  expect(inner).toSatisfy((count: number) => count > 430 && count < 570);
  expect(quarters).toSatisfy((counts: number[]) => counts.every((n) => n > 190 && n < 310));
});
