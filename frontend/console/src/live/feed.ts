interface Common {
  /** milliseconds since 1970 */
  at: number;
  /** root of X-Amzn-Trace-Id */
  traceId: string | null;
}

/** One thing that happened in the emulator, as `/_petri/feed` tells it. */
export type FeedEvent = Common &
  (
    | {
        type: "http";
        apiId: string;
        stage: string | null;
        method: string;
        path: string;
        routeKey: string | null;
        status: number;
        durationMs: number;
      }
    | {
        type: "invocation";
        functionName: string;
        requestId: string;
        durationMs: number;
        coldStart: boolean;
        initMs?: number | null;
        maxMemoryMb?: number | null;
        error: string | null;
      }
    | {
        type: "call";
        service: string;
        operation: string;
        resource: string | null;
        status: number;
        caller: string | null;
      }
    | {
        type: "record";
        table: string;
        eventName: string;
        /** DynamoDB JSON, as are the images */
        keys?: unknown;
        newImage?: unknown;
        oldImage?: unknown;
        sequenceNumber?: string;
      }
    | { type: "connection"; apiId: string; connectionId: string; state: "open" | "closed" }
    | {
        type: "frame";
        apiId: string;
        connectionId: string;
        direction: "in" | "out";
        bytes: number;
        routeKey: string | null;
      }
    | { type: "schedule"; rule: string; time: number }
    | { type: "skipped"; count: number }
  );

const TYPES = new Set([
  "http",
  "invocation",
  "call",
  "record",
  "connection",
  "frame",
  "schedule",
  "skipped",
]);

/** Reads one event; undefined for what this console does not know. */
export function readEvent(data: string): FeedEvent | undefined {
  try {
    const event: unknown = JSON.parse(data);
    if (typeof event !== "object" || event === null || !("type" in event)) return undefined;
    return TYPES.has(String(event.type)) ? (event as FeedEvent) : undefined;
  } catch {
    return undefined;
  }
}
