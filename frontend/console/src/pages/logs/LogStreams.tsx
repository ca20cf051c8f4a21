import { DescribeLogStreamsCommand } from "@aws-sdk/client-cloudwatch-logs";

import { logs } from "../../aws/logs";
import { allPages } from "../../aws/pages";
import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { moment } from "../../components/format";
import { ResourceTable } from "../../components/ResourceTable";
import { useLoad } from "../../components/useLoad";

/** The streams of a group: one for each execution environment of a function. */
export function LogStreams({ group }: { group: string }) {
  const region = useRegion();
  const streams = useLoad(`${region} ${group}`, (abortSignal) =>
    allPages(async (nextToken) => {
      const command = new DescribeLogStreamsCommand({
        logGroupName: group,
        orderBy: "LastEventTime",
        descending: true,
        nextToken,
      });
      const page = await logs(region).send(command, { abortSignal });
      return [page.logStreams, page.nextToken];
    }),
  );
  return (
    <ResourceTable
      title="Log streams"
      loaded={streams}
      trackBy={({ logStreamName }) => logStreamName ?? ""}
      empty="This group has no stream yet."
      actions={
        <CopyCommand
          service="logs"
          operation="describe-log-streams"
          options={{ "log-group-name": group }}
        />
      }
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "logStreamName",
          isRowHeader: true,
          cell: ({ logStreamName }) => logStreamName,
        },
        {
          id: "first",
          header: "First event",
          cell: ({ firstEventTimestamp }) => moment(firstEventTimestamp),
        },
        {
          id: "last",
          header: "Last event",
          sortingField: "lastEventTimestamp",
          cell: ({ lastEventTimestamp }) => moment(lastEventTimestamp),
        },
      ]}
    />
  );
}
