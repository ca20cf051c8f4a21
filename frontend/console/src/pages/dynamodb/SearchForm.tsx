import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useState } from "react";

import type { Search } from "./items";
import type { Keys } from "./keys";

/** Scan everything, or query one partition. */
export function SearchForm({ keys, onSearch }: { keys: Keys; onSearch: (search: Search) => void }) {
  const [kind, setKind] = useState<"scan" | "query">("scan");
  const [partition, setPartition] = useState("");
  const [sortPrefix, setSortPrefix] = useState("");
  const isQuery = kind === "query";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(isQuery ? { kind, partition, sortPrefix } : { kind: "scan" });
      }}
    >
      <Grid gridDefinition={[{ colspan: 3 }, { colspan: 3 }, { colspan: 4 }, { colspan: 2 }]}>
        <FormField label="Read by">
          <SegmentedControl
            label="Read by"
            selectedId={kind}
            options={[
              { id: "scan", text: "Scan" },
              { id: "query", text: "Query" },
            ]}
            onChange={({ detail }) => setKind(detail.selectedId === "query" ? "query" : "scan")}
          />
        </FormField>
        <FormField label={`${keys.partition.name} (${keys.partition.type})`}>
          <Input
            value={partition}
            disabled={!isQuery}
            onChange={({ detail }) => setPartition(detail.value)}
          />
        </FormField>
        <FormField
          label={
            keys.sort &&
            `${keys.sort.name} (${keys.sort.type}) ${keys.sort.type === "N" ? "is" : "begins with"}`
          }
        >
          {keys.sort && (
            <Input
              value={sortPrefix}
              disabled={!isQuery}
              onChange={({ detail }) => setSortPrefix(detail.value)}
            />
          )}
        </FormField>
        <FormField label={<>&nbsp;</>}>
          <Button formAction="submit" disabled={isQuery && partition === ""}>
            Run
          </Button>
        </FormField>
      </Grid>
    </form>
  );
}
