import { ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";

import { lambda } from "../../aws/lambda";
import { allPages } from "../../aws/pages";
import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { ResourceTable } from "../../components/ResourceTable";
import { RouterLink } from "../../components/RouterLink";
import { useLoad } from "../../components/useLoad";
import { tableOfStream } from "./tableOfStream";

/** The streams and queues that a function reads. */
export function Triggers({ name }: { name: string }) {
  const region = useRegion();
  const mappings = useLoad(
    `${region} ${name}`,
    (abortSignal) =>
      allPages(async (Marker) => {
        const command = new ListEventSourceMappingsCommand({ FunctionName: name, Marker });
        const page = await lambda(region).send(command, { abortSignal });
        return [page.EventSourceMappings, page.NextMarker];
      }),
    { every: 10_000 },
  );
  return (
    <ResourceTable
      title="Event source mappings"
      loaded={mappings}
      trackBy={({ UUID }) => UUID ?? ""}
      empty="This function reads no stream and no queue."
      actions={
        <CopyCommand
          service="lambda"
          operation="list-event-source-mappings"
          options={{ "function-name": name }}
        />
      }
      columns={[
        {
          id: "source",
          header: "Source",
          isRowHeader: true,
          cell: ({ EventSourceArn = "" }) => {
            const table = tableOfStream(EventSourceArn);
            return table ? (
              <RouterLink to={`/dynamodb/${table}`}>{`Stream of ${table}`}</RouterLink>
            ) : (
              EventSourceArn
            );
          },
        },
        { id: "state", header: "State", cell: ({ State }) => State },
        { id: "batch", header: "Batch size", cell: ({ BatchSize }) => BatchSize },
        {
          id: "position",
          header: "Begins at",
          cell: ({ StartingPosition }) => StartingPosition ?? "–",
        },
        {
          id: "last",
          header: "Last result",
          cell: ({ LastProcessingResult }) => LastProcessingResult ?? "–",
        },
        { id: "id", header: "Id", cell: ({ UUID }) => UUID },
      ]}
    />
  );
}
