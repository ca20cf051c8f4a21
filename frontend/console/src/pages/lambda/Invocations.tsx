import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { clock, milliseconds } from "../../components/format";
import { RouterLink } from "../../components/RouterLink";
import type { FeedEvent } from "../../live/feed";
import { LiveTable } from "../../live/LiveTable";
import { useLatest } from "../../live/useLatest";

type Invoked = Extract<FeedEvent, { type: "invocation" }>;

/** The invocations of a function as they happen. */
export function Invocations({ name }: { name: string }) {
  const [events, state] = useLatest(
    (event): event is Invoked => event.type === "invocation" && event.functionName === name,
  );
  return (
    <LiveTable<Invoked>
      title="Invocations"
      events={events}
      state={state}
      columns={[
        { id: "at", header: "At", isRowHeader: true, cell: ({ at }) => clock(at) },
        { id: "took", header: "Duration", cell: ({ durationMs }) => milliseconds(durationMs) },
        {
          id: "start",
          header: "Start",
          cell: ({ coldStart, initMs }) =>
            coldStart
              ? `cold${typeof initMs === "number" ? `, ${milliseconds(initMs)}` : ""}`
              : "warm",
        },
        {
          id: "memory",
          header: "Most memory",
          cell: ({ maxMemoryMb }) => (maxMemoryMb ? `${maxMemoryMb} MB` : "–"),
        },
        {
          id: "result",
          header: "Result",
          cell: ({ error }) => (
            <StatusIndicator type={error ? "error" : "success"}>
              {error ?? "succeeded"}
            </StatusIndicator>
          ),
        },
        { id: "request", header: "Request", cell: ({ requestId }) => requestId },
        {
          id: "trace",
          header: "Trace",
          cell: ({ traceId }) =>
            traceId ? <RouterLink to={`/traces/${traceId}`}>trace</RouterLink> : "–",
        },
      ]}
    />
  );
}
