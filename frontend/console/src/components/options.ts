interface Option {
  value: string;
  label: string;
}

export function optionOf(value: string): Option | null {
  return value ? { value, label: value } : null;
}

/** Options of a select whose values speak for themselves. */
export function options(values: readonly string[]): Option[] {
  return values.map((value) => ({ value, label: value }));
}
