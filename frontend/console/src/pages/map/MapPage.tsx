import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";

import { useRegion } from "../../aws/regions";
import { Problem } from "../../components/Problem";
import { useLoad } from "../../components/useLoad";
import { useFeed } from "../../live/useFeed";
import { callOf, edgesOf } from "./flow";
import { buildGraph, id, type LearnedCall } from "./graph";
import { Picture } from "./Picture";
import { readStack, type Stack } from "./stack";
import { usePulses } from "./usePulses";

const STATES = {
  connecting: <StatusIndicator type="pending">Connecting to the live feed</StatusIndicator>,
  live: <StatusIndicator type="success">Live</StatusIndicator>,
  absent: <StatusIndicator type="stopped">Not live</StatusIndicator>,
};

export function Component() {
  const region = useRegion();
  const stack = useLoad(region, (signal) => readStack(region, signal), { every: 10_000 });
  const [pulsing, pulse] = usePulses();
  const [learned, setLearned] = useState<readonly LearnedCall[]>([]);

  const feed = useFeed((event) => {
    if (!stack.data) return;
    pulse(edgesOf(event, stack.data));
    const call = callOf(event, stack.data);
    if (call) setLearned((before) => withCall(before, call));
  });

  return (
    <SpaceBetween size="m">
      <Problem what="The stack could not be read" error={stack.error} onRetry={stack.reload} />
      {feed === "absent" && (
        <Alert type="info">
          The live feed is not available from this emulator: the map shows the stack, but not what
          flows.
        </Alert>
      )}
      <Container
        header={
          <Header
            variant="h1"
            description="What the AWS APIs tell of this region. Click on a thing to see it."
            actions={STATES[feed]}
          >
            Map
          </Header>
        }
      >
        {stack.data &&
          isEmpty(stack.data) &&
          "There is nothing in this region yet. Deploy the application with: make deploy"}
        {stack.data && !isEmpty(stack.data) && (
          <Picture key={region} graph={buildGraph(stack.data, learned)} pulsing={pulsing} />
        )}
      </Container>
    </SpaceBetween>
  );
}

function isEmpty({ apis, functions, tables, rules }: Stack): boolean {
  return apis.length + functions.length + tables.length + rules.length === 0;
}

function withCall(known: readonly LearnedCall[], call: LearnedCall): readonly LearnedCall[] {
  const edge = (each: LearnedCall) => id.edge(id.function(each.function), each.to);
  return known.some((each) => edge(each) === edge(call)) ? known : [...known, call];
}
