import { useEffect, useEffectEvent, useState } from "react";

import { readEvent, type FeedEvent } from "./feed";

export type FeedState = "connecting" | "live" | "absent";

const SECONDS_TO_TRY_AGAIN = 10;

/** Hears of everything that happens in the emulator while the page is shown. */
export function useFeed(onEvent: (event: FeedEvent) => void): FeedState {
  const [state, setState] = useState<FeedState>("connecting");
  const heard = useEffectEvent(onEvent);

  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function open() {
      source = new EventSource("/_petri/feed");
      source.onopen = () => setState("live");
      source.onmessage = ({ data }: MessageEvent<string>) => {
        const event = readEvent(data);
        if (event) heard(event);
      };
      source.onerror = () => {
        // A browser tries again by itself, except where there is no feed at all.
        if (source?.readyState !== EventSource.CLOSED) {
          setState("connecting");
          return;
        }
        setState("absent");
        timer = setTimeout(open, SECONDS_TO_TRY_AGAIN * 1000);
      };
    }
    function close() {
      source?.close();
      clearTimeout(timer);
    }
    // A browser has six connections to a host, for all its tabs: those that nobody sees must not take them.
    function follow() {
      close();
      if (!document.hidden) open();
    }
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      close();
    };
  }, []);

  return state;
}
