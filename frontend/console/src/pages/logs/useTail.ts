import { useEffect, useState } from "react";

import { join, readLines, type LogLine } from "./tail";

const EVERY = 1000;
// Lines may be delivered a little later than they were written.
const OVERLAP = 5000;

interface Tail {
  lines: LogLine[];
  error: unknown;
}

/** A stretch of time: milliseconds before now, or a moment and another. */
export type Span = { last: number } | { from: number; to: number };

/** The newest lines of a group in a span of time, and while `live` those that come. */
export function useTail(
  region: string,
  group: string,
  pattern: string,
  span: Span,
  live: boolean,
): Tail {
  const key = JSON.stringify([region, group, pattern, span]);
  const [state, setState] = useState<Tail & { key: string }>({ key, lines: [], error: undefined });

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const [, , , wanted] = JSON.parse(key) as [unknown, unknown, unknown, Span];
    let from = "from" in wanted ? wanted.from : wanted.last === 0 ? 0 : Date.now() - wanted.last;
    const to = "to" in wanted ? wanted.to : undefined;

    async function read() {
      if (!document.hidden) {
        try {
          const more = await readLines(region, group, pattern, { from, to }, signal);
          if (signal.aborted) return;
          from = Math.max(from, (more.at(-1)?.at ?? 0) - OVERLAP);
          setState((before) => {
            const lines = join(before.key === key ? before.lines : [], more);
            const isSame =
              before.key === key && lines === before.lines && before.error === undefined;
            return isSame ? before : { key, lines, error: undefined };
          });
        } catch (error) {
          if (signal.aborted) return;
          setState((before) => ({ key, lines: before.key === key ? before.lines : [], error }));
        }
      }
      if (live) timer = setTimeout(() => void read(), EVERY);
    }
    void read();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [key, region, group, pattern, live]);

  return state.key === key ? state : { lines: [], error: undefined };
}
