import Button from "@cloudscape-design/components/button";
import { useState } from "react";

import { there } from "../../components/loaded";
import { ResourceTable } from "../../components/ResourceTable";
import { Text } from "../../components/Text";

/** Environment variables; what they hold is not for everybody who looks over a shoulder. */
export function Environment({ variables }: { variables: Record<string, string> }) {
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const names = Object.keys(variables);
  return (
    <ResourceTable
      title="Environment variables"
      loaded={there(Object.entries(variables).map(([name, value]) => ({ name, value })))}
      trackBy={({ name }) => name}
      empty="This function has no environment variable of its own."
      actions={
        <Button
          disabled={names.length === 0}
          onClick={() => setShown(shown.size === names.length ? new Set() : new Set(names))}
        >
          {names.length > 0 && shown.size === names.length ? "Hide all" : "Show all"}
        </Button>
      }
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "name",
          isRowHeader: true,
          width: 300,
          cell: ({ name }) => name,
        },
        {
          id: "value",
          header: "Value",
          cell: ({ name, value }) =>
            shown.has(name) ? (
              <Text>{value}</Text>
            ) : (
              <Button
                variant="inline-link"
                ariaLabel={`Show the value of ${name}`}
                onClick={() => setShown(new Set([...shown, name]))}
              >
                ••••••• Show
              </Button>
            ),
        },
      ]}
    />
  );
}
