import { useState } from "react";

export interface Action<T> {
  /** What the last run gave; undefined before, and when it failed. */
  result: T | undefined;
  error: unknown;
  busy: boolean;
  /** Does it, and says afterwards what came of it. Never throws. */
  run: (work: () => Promise<T>) => Promise<void>;
}

/** Something that is done when a person asks for it: under way, done, or failed. */
export function useAction<T>(): Action<T> {
  const [result, setResult] = useState<T>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  async function run(work: () => Promise<T>) {
    setBusy(true);
    setError(undefined);
    try {
      setResult(await work());
    } catch (problem) {
      setResult(undefined);
      setError(problem);
    }
    setBusy(false);
  }

  return { result, error, busy, run };
}
