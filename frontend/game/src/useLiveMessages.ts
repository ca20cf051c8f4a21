import ReconnectingWebSocket from "partysocket/ws";
import { useEffect, useEffectEvent, useState } from "react";

import { parseLiveMessage, type LiveMessage } from "./liveMessage";

export type Connection = "connecting" | "live" | "reconnecting";

interface Listeners {
  /** The connection is open, for the first time or again. */
  onOpen: () => void;
  onMessage: (message: LiveMessage) => void;
}

/** Keeps one WebSocket open for as long as the page is, and reconnects it whenever it breaks. */
export function useLiveMessages(url: string, { onOpen, onMessage }: Listeners): Connection {
  const [connection, setConnection] = useState<Connection>("connecting");

  const opened = useEffectEvent(() => {
    setConnection("live");
    onOpen();
  });
  const received = useEffectEvent((event: MessageEvent) => {
    const message = parseLiveMessage(event.data);
    if (message) onMessage(message);
  });

  useEffect(() => {
    const socket = new ReconnectingWebSocket(url, [], {
      minReconnectionDelay: 500,
      maxReconnectionDelay: 5_000,
      // The first $connect may have to wait for its function to start.
      connectionTimeout: 30_000,
    });
    socket.addEventListener("open", () => opened());
    socket.addEventListener("message", (event) => received(event));
    socket.addEventListener("close", () => {
      // Until the first success, a failed attempt is still "connecting".
      setConnection((before) => (before === "connecting" ? before : "reconnecting"));
    });
    return () => socket.close();
  }, [url]);

  return connection;
}
