/**
 * What the development server forwards to the backend, as a regular expression of paths: the two APIs of
 * the game and nothing else of that port, on which there is all of AWS. Hence no way up and out of an API,
 * and no `@connections`, by which one could write to everybody. In a room of several accounts each has
 * these two, with the account's number behind their ids.
 */
export function forwardedPaths(...apis: (string | undefined)[]): string | undefined {
  const stages = apis
    .filter((api) => api && URL.canParse(api))
    .map((api) => new URL(api ?? "").pathname);
  if (stages.length === 0) return undefined;
  const anyOfThem = stages
    .map((stage) => stage.replace(/\W/g, "\\$&"))
    .map((stage) => stage.replace(/(?<=execute\\-api\\\/)\w+/, String.raw`$&(-[1-9]\d{11})?`))
    .join("|");
  return String.raw`^(${anyOfThem})(?!.*(\.|%2[eE]){2})(?!.*(@|%40))(?!.*(\\|%5[cC]))([/?]|$)`;
}
