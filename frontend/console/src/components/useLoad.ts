import { useEffect, useEffectEvent, useState } from "react";

export interface Loaded<T> {
  /** Undefined until it is there. After a failure that of before stays. */
  data: T | undefined;
  error: unknown;
  loading: boolean;
  /** Loads it again. */
  reload: () => void;
}

interface State<T> {
  key: string;
  data?: T | undefined;
  error?: unknown;
}

/**
 * Loads something when the page shows it, again whenever `key` changes, and then `every` so many milliseconds.
 *
 * Gently: the next time is counted from the last answer, and a page that nobody sees does not ask.
 */
export function useLoad<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  { every }: { every?: number | undefined } = {},
): Loaded<T> {
  const [state, setState] = useState<State<T>>({ key });
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(true);
  const ask = useEffectEvent(load);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function run() {
      try {
        const data = await ask(signal);
        if (!signal.aborted) setState({ key, data });
      } catch (error) {
        if (!signal.aborted) {
          setState((before) => ({
            key,
            data: before.key === key ? before.data : undefined,
            error,
          }));
        }
      }
      if (signal.aborted) return;
      setBusy(false);
      if (every) timer = setTimeout(again, every);
    }
    function again() {
      if (document.hidden) {
        document.addEventListener("visibilitychange", again, { once: true, signal });
      } else {
        void run();
      }
    }
    void run();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [key, turn, every]);

  const current: State<T> = state.key === key ? state : { key };
  return {
    data: current.data,
    error: current.error,
    loading: busy || (current.data === undefined && current.error === undefined),
    reload: () => {
      setBusy(true);
      setTurn((before) => before + 1);
    },
  };
}
