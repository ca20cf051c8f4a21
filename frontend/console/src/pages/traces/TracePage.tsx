import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";

import { moment } from "../../components/format";
import { Problem } from "../../components/Problem";
import { useLoad } from "../../components/useLoad";
import { NotOffered, petri } from "../../live/petri";
import type { Trace } from "./trace";
import { Waterfall } from "./Waterfall";

export function Component() {
  const { traceId = "" } = useParams();
  const trace = useLoad(
    traceId,
    (signal) => petri<Trace>(`traces/${encodeURIComponent(traceId)}`, signal),
    // The last frames may still be on their way.
    { every: 3000 },
  );
  if (trace.error instanceof NotOffered) {
    return (
      <Alert type="info" header="This trace is not available">
        Only the latest traces are kept, or this emulator keeps none.
      </Alert>
    );
  }
  const spans = trace.data?.spans ?? [];
  return (
    <SpaceBetween size="m">
      <Problem what="The trace could not be loaded" error={trace.error} onRetry={trace.reload} />
      <Container
        header={
          <Header
            variant="h1"
            description={`${traceId}, ${moment(spans[0]?.startedAt)}`}
            counter={`(${spans.length})`}
          >
            {spans[0]?.name ?? "Trace"}
          </Header>
        }
      >
        <Waterfall spans={spans} />
      </Container>
    </SpaceBetween>
  );
}
