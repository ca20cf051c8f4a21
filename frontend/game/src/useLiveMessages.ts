import { useEffect, useEffectEvent, useState } from "react";

import { openLiveConnection, type Connection } from "./liveConnection";
import { parseLiveMessage, type LiveMessage } from "./liveMessage";

interface Listeners {
  /** The connection is open, for the first time or again. */
  onOpen: () => void;
  onMessage: (message: LiveMessage) => void;
}

/** Keeps one WebSocket open for as long as the page is, and reconnects it whenever it breaks. */
export function useLiveMessages(url: string, { onOpen, onMessage }: Listeners): Connection {
  const [connection, setConnection] = useState<Connection>({ state: "connecting" });

  const opened = useEffectEvent(onOpen);
  const received = useEffectEvent((data: unknown) => {
    const message = parseLiveMessage(data);
    if (message) onMessage(message);
  });

  useEffect(() => {
    if (url === "") return;
    const live = openLiveConnection(url, {
      onChange: setConnection,
      onOpen: () => opened(),
      onFrame: (data) => received(data),
    });
    // Who comes back to the page does not want to wait. (navigator.onLine tells nothing: the backend
    // is on this machine, with or without a network.)
    const retry = () => {
      if (document.visibilityState === "visible") live.retryNow();
    };
    document.addEventListener("visibilitychange", retry);
    return () => {
      document.removeEventListener("visibilitychange", retry);
      live.close();
    };
  }, [url]);

  return url === "" ? off : connection;
}

const off: Connection = { state: "off", reason: "REACT_APP_WEBSOCKET_URL is not set." };
