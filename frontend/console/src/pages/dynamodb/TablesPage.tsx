import {
  DescribeTableCommand,
  ListTablesCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";

import { dynamoDb } from "../../aws/dynamoDb";
import { allPages } from "../../aws/pages";
import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { bytes, moment } from "../../components/format";
import { ResourceTable } from "../../components/ResourceTable";
import { RouterLink } from "../../components/RouterLink";
import { useLoad } from "../../components/useLoad";
import { keysOf } from "./keys";

// Beyond that only names are listed: a description is a call of its own.
const MOST_DESCRIBED = 100;

async function listTables(region: string, abortSignal: AbortSignal): Promise<TableDescription[]> {
  const client = dynamoDb(region);
  const names = await allPages(async (token) => {
    const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName: token }), {
      abortSignal,
    });
    return [page.TableNames, page.LastEvaluatedTableName];
  });
  return Promise.all(
    names.map(async (TableName, index) => {
      if (index >= MOST_DESCRIBED) return { TableName };
      const { Table } = await client.send(new DescribeTableCommand({ TableName }), { abortSignal });
      return Table ?? { TableName };
    }),
  );
}

export function Component() {
  const region = useRegion();
  const tables = useLoad(region, (signal) => listTables(region, signal), { every: 10_000 });
  return (
    <ResourceTable
      headingTag="h1"
      title="Tables"
      loaded={tables}
      trackBy={({ TableName }) => TableName ?? ""}
      empty="There is no table in this region."
      actions={<CopyCommand service="dynamodb" operation="list-tables" />}
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "TableName",
          isRowHeader: true,
          cell: ({ TableName }) => (
            <RouterLink to={`/dynamodb/${TableName ?? ""}`}>{TableName}</RouterLink>
          ),
        },
        { id: "status", header: "Status", cell: ({ TableStatus }) => TableStatus ?? "–" },
        {
          id: "partition",
          header: "Partition key",
          cell: (table) => keysOf(table).partition.name || "–",
        },
        { id: "sort", header: "Sort key", cell: (table) => keysOf(table).sort?.name ?? "–" },
        {
          id: "items",
          header: "Items",
          sortingField: "ItemCount",
          cell: ({ ItemCount }) => ItemCount ?? "–",
        },
        { id: "size", header: "Size", cell: ({ TableSizeBytes }) => bytes(TableSizeBytes ?? 0) },
        {
          id: "stream",
          header: "Stream",
          cell: ({ StreamSpecification }) => (StreamSpecification?.StreamEnabled ? "on" : "off"),
        },
        {
          id: "created",
          header: "Created",
          cell: ({ CreationDateTime }) => moment(CreationDateTime),
        },
      ]}
    />
  );
}
