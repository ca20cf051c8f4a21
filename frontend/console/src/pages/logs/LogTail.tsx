import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";

import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { Problem } from "../../components/Problem";
import { Lines } from "./Lines";
import { MOST_LINES } from "./tail";
import { useTail } from "./useTail";

const SPANS = [
  { value: "300000", label: "the last 5 minutes" },
  { value: "3600000", label: "the last hour" },
  { value: "86400000", label: "the last day" },
  { value: "0", label: "everything" },
];

/** What a log group gets, as it comes. */
export function LogTail({ group }: { group: string }) {
  const region = useRegion();
  const [typed, setTyped] = useState("");
  const [pattern, setPattern] = useState("");
  const [span, setSpan] = useState(SPANS[1]);
  const [live, setLive] = useState(true);
  const { lines, error } = useTail(region, group, pattern, Number(span?.value), live);
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
        <Problem what="The log cannot be read" error={error} />
        <Lines lines={lines} />
      </SpaceBetween>
    </Container>
  );
}
