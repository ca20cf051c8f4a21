import { useState } from "react";

/** Reads a value that this browser remembers; undefined when there is none, or none that can be read. */
export function remembered(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(`petri.${name}`) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a value in this browser, where it lets us. */
export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(`petri.${name}`, JSON.stringify(value));
  } catch {
    // Full, or forbidden: then it is not remembered.
  }
}

/** State that is there again when the page is opened anew. */
export function useRemembered<T>(
  name: string,
  isValid: (value: unknown) => value is T,
  initial: T,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const before = remembered(name);
    return isValid(before) ? before : initial;
  });
  return [
    value,
    (next) => {
      setValue(next);
      remember(name, next);
    },
  ];
}
