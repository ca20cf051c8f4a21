import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";

import { clock, pretty } from "../../components/format";
import { Text } from "../../components/Text";
import { MOST_FRAMES, type Frame } from "./useSocket";

const DIRECTIONS = { in: "↓ received", out: "↑ sent", event: "·" } as const;

/** What came and went, the newest first. */
export function Frames({ frames, onClear }: { frames: Frame[]; onClear: () => void }) {
  return (
    <Table
      items={frames}
      trackBy={({ id }) => String(id)}
      header={
        <Header
          description={`The last ${MOST_FRAMES}, the newest first.`}
          actions={
            <Button disabled={frames.length === 0} onClick={onClear}>
              Clear
            </Button>
          }
        >
          Frames
        </Header>
      }
      ariaLabels={{ tableLabel: "Frames" }}
      empty={
        <Box color="text-body-secondary">
          Nothing yet. Connect, then create a virus in the game.
        </Box>
      }
      columnDefinitions={[
        { id: "at", header: "Time", width: 140, cell: ({ at }) => clock(at) },
        {
          id: "direction",
          header: "Direction",
          width: 130,
          cell: ({ direction }) => DIRECTIONS[direction],
        },
        {
          id: "text",
          header: "Content",
          isRowHeader: true,
          cell: ({ text }) => <Text most={2000}>{pretty(text)}</Text>,
        },
      ]}
    />
  );
}
