/** What went wrong, in a sentence for people: AWS's own message where AWS answered. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return "The emulator does not answer. Is it running? Start it with: make up";
  }
  const named = error.name && !["Error", "TypeError", "SyntaxError"].includes(error.name);
  return named ? `${error.name}: ${error.message || "no further message"}` : error.message;
}
