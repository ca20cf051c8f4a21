/** The `awslocal` command that does what the page does; `options` without a value are flags. */
export function awslocal(
  region: string,
  service: string,
  operation: string,
  options: Record<string, string | true> = {},
): string {
  const words = ["awslocal", "--region", region, service, operation];
  for (const [name, value] of Object.entries(options)) {
    words.push(`--${name}`);
    if (value !== true) words.push(value);
  }
  return words.map(quote).join(" ");
}

/** One word of a POSIX shell, whatever it holds. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
