import { useEffect, useRef, useState } from "react";

export interface Frame {
  id: number;
  at: number;
  direction: "in" | "out" | "event";
  text: string;
}

export type SocketState = "closed" | "connecting" | "open";

/** How many frames are kept: a busy API must not fill the browser. */
export const MOST_FRAMES = 200;

/** One WebSocket, opened and closed by hand, and what came and went. */
export function useSocket() {
  const [state, setState] = useState<SocketState>("closed");
  const [frames, setFrames] = useState<Frame[]>([]);
  const socket = useRef<WebSocket | undefined>(undefined);
  const next = useRef(0);

  useEffect(() => () => socket.current?.close(), []);

  function note(direction: Frame["direction"], text: string) {
    const frame = { id: next.current++, at: Date.now(), direction, text };
    setFrames((before) => [frame, ...before].slice(0, MOST_FRAMES));
  }

  function connect(url: string) {
    socket.current?.close();
    setState("connecting");
    let opened: WebSocket;
    try {
      opened = new WebSocket(url);
    } catch (error) {
      setState("closed");
      note("event", `Not a WebSocket address: ${String(error)}`);
      return;
    }
    socket.current = opened;
    opened.onopen = () => {
      setState("open");
      note("event", "Connected");
    };
    opened.onmessage = ({ data }: MessageEvent<string | Blob>) => {
      note("in", typeof data === "string" ? data : `(binary, ${data.size} bytes)`);
    };
    opened.onclose = ({ code, reason }) => {
      if (socket.current !== opened) return;
      setState("closed");
      // 1006 without a connection before: the handshake was refused, and browsers do not tell how.
      const hint =
        code === 1006 ? ". The handshake was refused or the line was cut: see $connect's log" : "";
      note("event", `Closed with code ${code}${reason && `: ${reason}`}${hint}`);
    };
  }

  function send(text: string) {
    socket.current?.send(text);
    note("out", text);
  }

  return {
    state,
    frames,
    connect,
    send,
    close: () => socket.current?.close(1000),
    clear: () => setFrames([]),
  };
}
