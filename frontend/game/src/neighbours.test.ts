import { expect, test } from "vitest";

import { directions, nearestTo, nextTowards } from "./neighbours";
import { placementOf } from "./placement";

const ids = Array.from({ length: 60 }, (_, index) => `virus-${index}`);
const others = (id: string) => ids.filter((other) => other !== id);

test("the nearest is the nearest", () => {
  const distance = (a: string, b: string) => {
    const [from, to] = [placementOf(a), placementOf(b)];
    return Math.hypot(to.x - from.x, to.y - from.y);
  };
  for (const id of ids) {
    const nearest = nearestTo(id, others(id)) ?? "";
    for (const other of others(id))
      expect(distance(id, nearest)).toBeLessThanOrEqual(distance(id, other));
  }
});

test("there is no nearest of none", () => {
  expect(nearestTo("a", [])).toBeUndefined();
});

test.each(Object.entries(directions))("%s goes that way until the rim", (_key, direction) => {
  const [right, down] = direction;
  for (const start of ids) {
    let at = start;
    for (let next = nextTowards(at, direction, ids); next; next = nextTowards(at, direction, ids)) {
      const [from, to] = [placementOf(at), placementOf(next)];
      expect((to.x - from.x) * right + (to.y - from.y) * down).toBeGreaterThan(0);
      at = next;
    }
  }
});

test("every virus but one can be reached by arrows from some other", () => {
  const reached = new Set(
    ids.flatMap((id) => Object.values(directions).map((way) => nextTowards(id, way, others(id)))),
  );
  expect(ids.filter((id) => !reached.has(id)).length).toBeLessThan(10);
});
