import { placementOf } from "./placement";

/** Where an arrow key points: x to the right, y down. */
export const directions: Record<string, readonly [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The virus nearest to where `id` is or was, undefined when there is no other. */
export function nearestTo(id: string, others: readonly string[]): string | undefined {
  const from = placementOf(id);
  return closest(others, (other) => {
    const to = placementOf(other);
    return Math.hypot(to.x - from.x, to.y - from.y);
  });
}

/** The next virus from `id` in a direction: near, and not far off the line. Undefined when there is none. */
export function nextTowards(
  id: string,
  [right, down]: readonly [number, number],
  others: readonly string[],
): string | undefined {
  const from = placementOf(id);
  return closest(others, (other) => {
    const to = placementOf(other);
    const [x, y] = [to.x - from.x, to.y - from.y];
    const ahead = x * right + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * right);
    return ahead > 0 ? ahead + 2 * aside : Infinity;
  });
}

function closest(ids: readonly string[], distance: (id: string) => number): string | undefined {
  let best: string | undefined;
  let shortest = Infinity;
  for (const id of ids) {
    const length = distance(id);
    if (length < shortest) [best, shortest] = [id, length];
  }
  return best;
}
