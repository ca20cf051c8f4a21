import { useRef, useState } from "react";

import type { FeedEvent } from "./feed";
import { useFeed, type FeedState } from "./useFeed";

/** How many events a list keeps. */
export const MOST_EVENTS = 100;

export type Numbered<T> = T & { number: number };

/** The latest events of the feed that are wanted, the newest first, from when the page was opened. */
export function useLatest<T extends FeedEvent>(
  isWanted: (event: FeedEvent) => event is T,
): [readonly Numbered<T>[], FeedState] {
  const [latest, setLatest] = useState<readonly Numbered<T>[]>([]);
  const next = useRef(0);
  const state = useFeed((event) => {
    if (!isWanted(event)) return;
    const numbered = { ...event, number: next.current++ };
    setLatest((before) => [numbered, ...before].slice(0, MOST_EVENTS));
  });
  return [latest, state];
}
