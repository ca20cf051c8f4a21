import Alert from "@cloudscape-design/components/alert";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { clock, milliseconds } from "../../components/format";
import { ResourceTable } from "../../components/ResourceTable";
import { RouterLink } from "../../components/RouterLink";
import { visible } from "../../components/Text";
import { useLoad } from "../../components/useLoad";
import { NotOffered, petri } from "../../live/petri";
import type { TraceSummary } from "./trace";

export function Component() {
  const traces = useLoad(
    "traces",
    async (signal) => (await petri<{ traces: TraceSummary[] }>("traces?limit=100", signal)).traces,
    { every: 3000 },
  );
  if (traces.error instanceof NotOffered) {
    return <Alert type="info">Traces are not available from this emulator.</Alert>;
  }
  return (
    <ResourceTable
      headingTag="h1"
      title="Traces"
      description="What followed from one request, message or schedule; the newest first."
      loaded={traces}
      trackBy={({ id }) => id}
      empty="Nothing has happened yet. Create a virus, and look again."
      columns={[
        {
          id: "name",
          header: "Began with",
          sortingField: "name",
          isRowHeader: true,
          cell: ({ id, name }) => (
            <RouterLink to={`/traces/${encodeURIComponent(id)}`}>{visible(name)}</RouterLink>
          ),
        },
        {
          id: "at",
          header: "At",
          sortingField: "startedAt",
          cell: ({ startedAt }) => clock(startedAt),
        },
        {
          id: "took",
          header: "Took",
          sortingField: "durationMs",
          cell: ({ durationMs }) => milliseconds(durationMs),
        },
        { id: "spans", header: "Spans", sortingField: "spans", cell: ({ spans }) => spans },
        {
          id: "status",
          header: "Status",
          sortingField: "status",
          cell: ({ status }) => (
            <StatusIndicator type={status === "ok" ? "success" : "error"}>{status}</StatusIndicator>
          ),
        },
        { id: "id", header: "Trace id", cell: ({ id }) => id },
      ]}
    />
  );
}
