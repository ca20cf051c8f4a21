import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";

import type { FeedEvent } from "./feed";
import type { FeedState } from "./useFeed";
import { MOST_EVENTS, type Numbered } from "./useLatest";

interface Props<T extends FeedEvent> {
  title: string;
  events: readonly Numbered<T>[];
  state: FeedState;
  columns: TableProps.ColumnDefinition<Numbered<T>>[];
}

const STATES = {
  connecting: <StatusIndicator type="pending">Connecting</StatusIndicator>,
  live: <StatusIndicator type="success">Live</StatusIndicator>,
  absent: (
    <StatusIndicator type="stopped">
      The live feed is not available from this emulator
    </StatusIndicator>
  ),
};

/** What happens while one looks. */
export function LiveTable<T extends FeedEvent>({ title, events, state, columns }: Props<T>) {
  return (
    <Table<Numbered<T>>
      items={events}
      trackBy={({ number }) => String(number)}
      columnDefinitions={columns}
      wrapLines
      ariaLabels={{ tableLabel: title }}
      header={
        <Header
          counter={`(${events.length})`}
          description={`Since this page was opened, the newest first; ${MOST_EVENTS} at most.`}
          actions={STATES[state]}
        >
          {title}
        </Header>
      }
      empty={<Box color="text-body-secondary">Nothing yet.</Box>}
    />
  );
}
