import { UpdateTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";

import { dynamoDb } from "../../aws/dynamoDb";
import { explain } from "../../aws/explain";
import { useRegion } from "../../aws/regions";

/** Turns a table's stream on, with both images, and off. */
export function StreamSwitch({
  table,
  onChanged,
}: {
  table: TableDescription;
  onChanged: () => void;
}) {
  const region = useRegion();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const isOn = table.StreamSpecification?.StreamEnabled ?? false;

  async function set(on: boolean) {
    setBusy(true);
    setProblem("");
    try {
      await dynamoDb(region).send(
        new UpdateTableCommand({
          TableName: table.TableName,
          StreamSpecification: on
            ? { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" }
            : { StreamEnabled: false },
        }),
      );
    } catch (error) {
      setProblem(explain(error));
    }
    setBusy(false);
    onChanged();
  }

  return (
    <>
      <Toggle checked={isOn} disabled={busy} onChange={({ detail }) => set(detail.checked)}>
        {isOn ? (table.StreamSpecification?.StreamViewType ?? "on") : "off"}
      </Toggle>
      {problem && <StatusIndicator type="error">{problem}</StatusIndicator>}
    </>
  );
}
