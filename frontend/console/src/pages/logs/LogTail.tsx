import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useMemo, useState } from "react";

import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { Problem } from "../../components/Problem";
import { invocationsOf } from "./invocations";
import { Lines } from "./Lines";
import { MOST_LINES } from "./tail";
import { useTail } from "./useTail";

// Milliseconds: lines may have been written a little before or after what the trace has.
const AROUND = 5000;

const SPANS = [
  { value: "300000", label: "the last 5 minutes" },
  { value: "3600000", label: "the last hour" },
  { value: "86400000", label: "the last day" },
  { value: "0", label: "everything" },
];

/** One invocation: its request id, and the milliseconds between which it wrote. */
export interface Invocation {
  id: string;
  from: number;
  to: number;
}

interface Props {
  group: string;
  /** whose lines alone are shown */
  invocation?: Invocation | undefined;
  onShowAll?: () => void;
}

/** What a log group gets, as it comes. */
export function LogTail({ group, invocation, onShowAll }: Props) {
  const region = useRegion();
  const [typed, setTyped] = useState("");
  const [pattern, setPattern] = useState("");
  const [span, setSpan] = useState(SPANS[1]);
  const [live, setLive] = useState(true);
  const tail = useTail(
    region,
    group,
    pattern,
    invocation
      ? { from: invocation.from - AROUND, to: invocation.to + AROUND }
      : { last: Number(span?.value) },
    live,
  );
  const lines = useMemo(() => {
    if (!invocation) return tail.lines;
    const owners = invocationsOf(tail.lines);
    return tail.lines.filter(({ id }) => owners.get(id) === invocation.id);
  }, [tail.lines, invocation]);
  return (
    <Container
      header={
        <Header
          variant="h1"
          description={`The newest ${MOST_LINES} lines at most.`}
          counter={`(${lines.length})`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <CopyCommand
                service="logs"
                operation="filter-log-events"
                options={{ "log-group-name": group, ...(pattern && { "filter-pattern": pattern }) }}
              />
            </SpaceBetween>
          }
        >
          {group}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setPattern(typed.trim());
          }}
        >
          <Grid gridDefinition={[{ colspan: 6 }, { colspan: 4 }, { colspan: 2 }]}>
            <Input
              type="search"
              ariaLabel="Filter pattern"
              placeholder='Filter pattern, then Enter: ERROR, or { $.level = "ERROR" }'
              value={typed}
              onChange={({ detail }) => {
                setTyped(detail.value);
                if (detail.value === "") setPattern("");
              }}
            />
            <Select
              ariaLabel="Time span"
              disabled={invocation !== undefined}
              options={SPANS}
              selectedOption={span ?? null}
              onChange={({ detail }) =>
                setSpan(SPANS.find(({ value }) => value === detail.selectedOption.value))
              }
            />
            <Toggle checked={live} onChange={({ detail }) => setLive(detail.checked)}>
              Live
            </Toggle>
          </Grid>
        </form>
        {invocation && (
          <Alert type="info" action={<Button onClick={onShowAll}>Show all lines</Button>}>
            Only the lines of the invocation {invocation.id}.
          </Alert>
        )}
        <Problem what="The log cannot be read" error={tail.error} />
        <Lines lines={lines} />
      </SpaceBetween>
    </Container>
  );
}
