import { retryDelay } from "./retryDelay";

/** How the live connection is, for the page to show. */
export type Connection =
  | { state: "connecting" }
  | { state: "live" }
  /** Lost. The next attempt is made at `nextAttempt` (as of `Date.now()`); without it, right now. */
  | { state: "reconnecting"; nextAttempt?: number; retryNow: () => void }
  /** There will be none. */
  | { state: "off"; reason: string };

interface Listeners {
  onChange: (connection: Connection) => void;
  /** The connection is open, for the first time or again. */
  onOpen: () => void;
  /** What one frame holds: text, or a Blob. */
  onFrame: (data: unknown) => void;
}

interface LiveConnection {
  /** Ends the wait for the next attempt, if there is one. */
  retryNow: () => void;
  close: () => void;
}

// The first $connect may have to wait for its function to start.
const ATTEMPT_MS = 30_000;
// One that breaks sooner counts as failed: a backend that hangs up at once is not asked ever faster.
const STABLE_MS = 5_000;

/** Keeps a WebSocket open until `close()`: when it breaks it is opened again, after growing waits. */
export function openLiveConnection(url: string, listeners: Listeners): LiveConnection {
  let socket: WebSocket | undefined;
  let attempting: ReturnType<typeof setTimeout> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let ended = false;

  function connect() {
    waiting = undefined;
    listeners.onChange(
      failures === 0 ? { state: "connecting" } : { state: "reconnecting", retryNow },
    );
    try {
      socket = new WebSocket(url);
    } catch {
      listeners.onChange({ state: "off", reason: `“${url}” is no address of a WebSocket API.` });
      return;
    }
    listen(socket);
  }

  function listen(attempt: WebSocket) {
    let openedAt = Infinity;
    attempting = setTimeout(() => attempt.close(), ATTEMPT_MS);

    attempt.addEventListener("open", () => {
      if (ended) return;
      clearTimeout(attempting);
      openedAt = Date.now();
      listeners.onChange({ state: "live" });
      listeners.onOpen();
    });

    attempt.addEventListener("message", (event) => {
      if (!ended) listeners.onFrame(event.data);
    });

    attempt.addEventListener("close", () => {
      if (ended) return;
      clearTimeout(attempting);
      if (Date.now() - openedAt > STABLE_MS) failures = 0;
      failures += 1;
      const delay = retryDelay(failures);
      waiting = setTimeout(connect, delay);
      listeners.onChange({ state: "reconnecting", nextAttempt: Date.now() + delay, retryNow });
    });
  }

  function retryNow() {
    if (waiting === undefined) return;
    clearTimeout(waiting);
    connect();
  }

  connect();
  return {
    retryNow,
    close() {
      ended = true;
      clearTimeout(attempting);
      clearTimeout(waiting);
      waiting = undefined;
      socket?.close();
    },
  };
}
