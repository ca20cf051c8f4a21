import { useEffect, useMemo, useState } from "react";

import { petri } from "../../live/petri";

const MOST_AT_A_TIME = 100;
const SOON = 200;

/**
 * The traces of invocations, by request id: of those that are known.
 *
 * `invocations` has the request id for each line's id. An invocation is known when it is over: while more lines come
 * from one it is asked for again, and after its last line no more.
 */
export function useTraces(invocations: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [asked, setAsked] = useState<ReadonlyMap<string, string>>(new Map());
  const [traces, setTraces] = useState<ReadonlyMap<string, string>>(new Map());
  const lastLines = useMemo(
    () => new Map(Array.from(invocations, ([line, id]) => [id, line])),
    [invocations],
  );
  const open = [...lastLines].filter(([id, line]) => !traces.has(id) && asked.get(id) !== line);
  const query = JSON.stringify(open.slice(-MOST_AT_A_TIME));

  useEffect(() => {
    const wanted = JSON.parse(query) as [string, string][];
    if (wanted.length === 0) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      const search = new URLSearchParams(wanted.map(([id]) => ["requestId", id]));
      petri<{ traces: Record<string, string> }>(
        `invocations?${search.toString()}`,
        controller.signal,
      )
        .then(({ traces: more }) =>
          setTraces((before) => new Map([...before, ...Object.entries(more)])),
        )
        // Without them lines have no link, which is no reason to bother who reads them.
        .catch(() => undefined)
        .finally(() => {
          if (controller.signal.aborted) return;
          setAsked((before) => new Map([...before, ...wanted]));
        });
    }, SOON);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [query]);

  return traces;
}
