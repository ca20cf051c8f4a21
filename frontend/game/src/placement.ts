import type { CSSProperties } from "react";

/** Where a virus sits in the dish, and how. The same id gives the same place, in every window. */
export interface Placement {
  /** Inside the circle of radius 1 around (0, 0): the dish stretches that circle to its own size. */
  x: number;
  y: number;
  /** Degrees. */
  tilt: number;
  /** Relative size. */
  scale: number;
  /** From 0 to 1: which drawing, and where in its bobbing the virus starts. */
  chance: number;
}

export function placementOf(id: string): Placement {
  const angle = 2 * Math.PI * draw(id, "angle");
  const radius = Math.sqrt(draw(id, "radius")); // the root spreads the viruses evenly over the area
  return {
    x: radius * Math.cos(angle),
    y: radius * Math.sin(angle),
    tilt: 36 * draw(id, "tilt") - 18,
    scale: 0.85 + 0.3 * draw(id, "scale"),
    chance: draw(id, "chance"),
  };
}

/** The same for style sheets: `--x`, `--y`, `--tilt`, `--scale` and `--chance`. */
export function placementStyle({ x, y, tilt, scale, chance }: Placement): CSSProperties {
  return { "--x": x, "--y": y, "--tilt": `${tilt}deg`, "--scale": scale, "--chance": chance };
}

/** A number in [0, 1) that looks random but depends on `id` and `purpose` alone (FNV-1a, then mixed). */
function draw(id: string, purpose: string): number {
  let hash = 0x811c9dc5;
  for (const character of purpose + id) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
