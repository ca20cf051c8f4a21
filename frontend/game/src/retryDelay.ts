const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/**
 * How many milliseconds to wait after so many `failures` in a row (1 for the first): twice as long each
 * time, up to ten seconds. A quarter more or less by `chance`, from 0 to 1, so that a room full of
 * windows does not come back in the same instant.
 */
export function retryDelay(failures: number, chance = Math.random()): number {
  const growing = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return growing * (0.75 + chance / 2);
}
