/** Names without what all of them begin with, up to a dash: `shop-dev-create`, `shop-dev-kill` → `create`, `kill`. */
export function shortNames(names: readonly string[]): Map<string, string> {
  const [first = ""] = names;
  let prefix = names.length > 1 ? first.slice(0, first.lastIndexOf("-") + 1) : "";
  while (prefix && !names.every((name) => name.startsWith(prefix))) {
    prefix = prefix.slice(0, prefix.lastIndexOf("-", prefix.length - 2) + 1);
  }
  return new Map(names.map((name) => [name, name.slice(prefix.length)]));
}
