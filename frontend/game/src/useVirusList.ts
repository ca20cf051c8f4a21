import { useEffect, useEffectEvent, useState } from "react";

import { explain, getVirusIds } from "./api";
import { retryDelay } from "./retryDelay";

/**
 * Reads the list of viruses, and again whenever `reading` changes; `onList` gets it. When that fails it
 * is tried again after growing waits, and the reason is returned meanwhile ("" when all is well).
 */
export function useVirusList(reading: number, onList: (ids: string[]) => void): string {
  const [problem, setProblem] = useState("");

  const listed = useEffectEvent((ids: string[]) => {
    setProblem("");
    onList(ids);
  });

  useEffect(() => {
    const ended = new AbortController();
    let waiting: ReturnType<typeof setTimeout> | undefined;

    function read(failures: number) {
      getVirusIds(ended.signal).then(
        (ids) => {
          if (!ended.signal.aborted) listed(ids);
        },
        (error: unknown) => {
          if (ended.signal.aborted) return;
          setProblem(`The viruses were not loaded. ${explain(error)}`);
          waiting = setTimeout(() => read(failures + 1), retryDelay(failures));
        },
      );
    }

    read(1);
    return () => {
      ended.abort();
      clearTimeout(waiting);
    };
  }, [reading]);

  return problem;
}
