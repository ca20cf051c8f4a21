import { UpdateTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Toggle from "@cloudscape-design/components/toggle";

import { dynamoDb } from "../../aws/dynamoDb";
import { explain } from "../../aws/explain";
import { useRegion } from "../../aws/regions";
import { useAction } from "../../components/useAction";

const VIEWS: Record<string, string> = {
  KEYS_ONLY: "keys only",
  NEW_IMAGE: "new images",
  OLD_IMAGE: "old images",
  NEW_AND_OLD_IMAGES: "new and old images",
};

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
        {isOn ? (VIEWS[table.StreamSpecification?.StreamViewType ?? ""] ?? "on") : "off"}
      </Toggle>
      {switching.error !== undefined && (
        <StatusIndicator type="error">{explain(switching.error)}</StatusIndicator>
      )}
    </>
  );
}
