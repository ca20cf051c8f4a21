// A DynamoDB sort key has 1024 bytes at most; characters are close enough to keep nonsense out.
const LONGEST = 1024;
// A browser takes these for steps in a path, however they are written: such a virus could not be killed.
const PATH_STEPS = [".", ".."];

/** Whether `value` can be the id of a virus. Nothing else about it counts: ids are only compared, and sent back. */
export function isVirusId(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value !== "" &&
    value.length <= LONGEST &&
    isWellFormed(value) &&
    !PATH_STEPS.includes(value)
  );
}

/** Whether no half of a surrogate pair stands alone: such text cannot be part of a URL. */
function isWellFormed(text: string): boolean {
  try {
    encodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
