import { clock } from "../../components/format";
import { RouterLink } from "../../components/RouterLink";
import { Text } from "../../components/Text";
import type { FeedEvent } from "../../live/feed";
import { LiveTable } from "../../live/LiveTable";
import { useLatest } from "../../live/useLatest";

type StreamRecord = Extract<FeedEvent, { type: "record" }>;

/** The changes of a table's items as its stream tells them. */
export function StreamRecords({ table }: { table: string }) {
  const [events, state] = useLatest(
    (event): event is StreamRecord => event.type === "record" && event.table === table,
  );
  return (
    <LiveTable<StreamRecord>
      title="Stream records"
      events={events}
      state={state}
      columns={[
        { id: "at", header: "At", isRowHeader: true, cell: ({ at }) => clock(at) },
        { id: "event", header: "Event", cell: ({ eventName }) => eventName },
        { id: "keys", header: "Keys", cell: ({ keys }) => <Image image={keys} /> },
        { id: "old", header: "Old image", cell: ({ oldImage }) => <Image image={oldImage} /> },
        { id: "new", header: "New image", cell: ({ newImage }) => <Image image={newImage} /> },
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

function Image({ image }: { image: unknown }) {
  return image ? <Text most={2000}>{JSON.stringify(image)}</Text> : "–";
}
