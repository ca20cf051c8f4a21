import { UpdateTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Toggle from "@cloudscape-design/components/toggle";

import { dynamoDb } from "../../aws/dynamoDb";
import { explain } from "../../aws/explain";
import { useRegion } from "../../aws/regions";
import { useAction } from "../../components/useAction";

/** Turns a table's stream on, with both images, and off. */
export function StreamSwitch({
  table,
  onChanged,
}: {
  table: TableDescription;
  onChanged: () => void;
}) {
  const region = useRegion();
  const switching = useAction();
  const isOn = table.StreamSpecification?.StreamEnabled ?? false;

  async function set(on: boolean) {
    await switching.run(() =>
      dynamoDb(region).send(
        new UpdateTableCommand({
          TableName: table.TableName,
          StreamSpecification: on
            ? { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" }
            : { StreamEnabled: false },
        }),
      ),
    );
    onChanged();
  }

  return (
    <>
      <Toggle
        checked={isOn}
        disabled={switching.busy}
        onChange={({ detail }) => set(detail.checked)}
      >
        {isOn ? (table.StreamSpecification?.StreamViewType ?? "on") : "off"}
      </Toggle>
      {switching.error !== undefined && (
        <StatusIndicator type="error">{explain(switching.error)}</StatusIndicator>
      )}
    </>
  );
}
