/** Twelve digits; the first account, which is all zeros, needs no name. */
export function valid(text: string | null): string | undefined {
  return text && /^(?!0{12})\d{12}$/.test(text) ? text : undefined;
}
