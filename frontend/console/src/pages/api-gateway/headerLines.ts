/** Reads `name: value` lines. Throws an Error that names the line which is none. */
export function readHeaders(text: string): [string, string][] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const colon = line.indexOf(":");
      if (colon < 1) throw new Error(`“${line}” is no header: write name: value.`);
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
}
