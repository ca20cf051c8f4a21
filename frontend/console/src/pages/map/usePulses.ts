import { useEffect, useRef, useState } from "react";

const SHOWN_FOR = 1200;
// However much flows: the picture changes no more often than this.
const EVERY = 200;

/** The edges on which something flows now; and how to say that it does. */
export function usePulses(): [ReadonlySet<string>, (edges: readonly string[]) => void] {
  const until = useRef(new Map<string, number>());
  const [pulsing, setPulsing] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    const timer = setInterval(() => {
      const now = Date.now();
      for (const [edge, end] of until.current) if (end < now) until.current.delete(edge);
      const next = new Set(until.current.keys());
      setPulsing((before) =>
        before.size === next.size && [...next].every((edge) => before.has(edge)) ? before : next,
      );
    }, EVERY);
    return () => clearInterval(timer);
  }, []);

  return [
    pulsing,
    (edges) => {
      for (const edge of edges) until.current.set(edge, Date.now() + SHOWN_FOR);
    },
  ];
}
