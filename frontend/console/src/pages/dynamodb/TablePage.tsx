import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import { useParams } from "react-router";

import { dynamoDb } from "../../aws/dynamoDb";
import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { Details } from "../../components/Details";
import { bytes, moment } from "../../components/format";
import { Problem } from "../../components/Problem";
import { useLoad } from "../../components/useLoad";
import { useTab } from "../../components/useTab";
import { Items } from "./Items";
import { keysOf } from "./keys";
import { StreamRecords } from "./StreamRecords";
import { StreamSwitch } from "./StreamSwitch";

export function Component() {
  const { tableName = "" } = useParams();
  const region = useRegion();
  const [tab, setTab] = useTab("items");
  const loaded = useLoad(`${region} ${tableName}`, async (abortSignal) => {
    const { Table } = await dynamoDb(region).send(
      new DescribeTableCommand({ TableName: tableName }),
      { abortSignal },
    );
    return Table;
  });
  const table = loaded.data;
  return (
    <SpaceBetween size="l">
      <Problem
        what={`The table ${tableName} could not be loaded`}
        error={loaded.error}
        onRetry={loaded.reload}
      />
      {!table && loaded.loading && <Spinner size="large" />}
      {table && (
        <SpaceBetween size="l">
          <Details
            title={tableName}
            actions={
              <CopyCommand
                service="dynamodb"
                operation="describe-table"
                options={{ "table-name": tableName }}
              />
            }
            items={[
              { label: "Status", value: table.TableStatus },
              { label: "Partition key", value: keysOf(table).partition.name },
              { label: "Sort key", value: keysOf(table).sort?.name ?? "none" },
              {
                label: "Items",
                value: `${table.ItemCount ?? 0} (${bytes(table.TableSizeBytes ?? 0)})`,
              },
              { label: "Created", value: moment(table.CreationDateTime) },
              { label: "Billing", value: table.BillingModeSummary?.BillingMode ?? "PROVISIONED" },
              { label: "Stream", value: <StreamSwitch table={table} onChanged={loaded.reload} /> },
            ]}
          />
          <Tabs
            activeTabId={tab}
            onChange={({ detail }) => setTab(detail.activeTabId)}
            tabs={[
              {
                id: "items",
                label: "Items",
                content: (
                  <Items key={`${region} ${tableName}`} table={tableName} keys={keysOf(table)} />
                ),
              },
              {
                id: "records",
                label: "Stream records",
                content: <StreamRecords key={tableName} table={tableName} />,
              },
            ]}
          />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
