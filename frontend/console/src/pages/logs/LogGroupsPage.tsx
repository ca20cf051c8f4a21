import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";

import { logs } from "../../aws/logs";
import { allPages } from "../../aws/pages";
import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { bytes, moment } from "../../components/format";
import { ResourceTable } from "../../components/ResourceTable";
import { RouterLink } from "../../components/RouterLink";
import { useLoad } from "../../components/useLoad";

export function Component() {
  const region = useRegion();
  const groups = useLoad(
    region,
    (abortSignal) =>
      allPages(async (nextToken) => {
        const page = await logs(region).send(new DescribeLogGroupsCommand({ nextToken }), {
          abortSignal,
        });
        return [page.logGroups, page.nextToken];
      }),
    { every: 10_000 },
  );
  return (
    <ResourceTable
      headingTag="h1"
      title="Log groups"
      loaded={groups}
      trackBy={({ logGroupName }) => logGroupName ?? ""}
      empty="Nothing has written a log in this region."
      actions={<CopyCommand service="logs" operation="describe-log-groups" />}
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "logGroupName",
          isRowHeader: true,
          cell: ({ logGroupName = "" }) => (
            <RouterLink to={`/logs/group?name=${encodeURIComponent(logGroupName)}`}>
              {logGroupName}
            </RouterLink>
          ),
        },
        {
          id: "size",
          header: "Stored",
          sortingField: "storedBytes",
          cell: ({ storedBytes }) => bytes(storedBytes ?? 0),
        },
        {
          id: "retention",
          header: "Kept for",
          cell: ({ retentionInDays }) => (retentionInDays ? `${retentionInDays} days` : "ever"),
        },
        { id: "created", header: "Created", cell: ({ creationTime }) => moment(creationTime) },
      ]}
    />
  );
}
