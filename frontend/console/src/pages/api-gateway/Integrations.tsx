import type { Integration } from "@aws-sdk/client-apigatewayv2";

import { CopyCommand } from "../../components/CopyCommand";
import { there } from "../../components/loaded";
import { ResourceTable } from "../../components/ResourceTable";
import { IntegrationTarget } from "./IntegrationTarget";

export function Integrations({
  apiId,
  integrations,
}: {
  apiId: string;
  integrations: Integration[];
}) {
  return (
    <ResourceTable
      title="Integrations"
      loaded={there(integrations)}
      trackBy={({ IntegrationId }) => IntegrationId ?? ""}
      empty="This API has no integration."
      actions={
        <CopyCommand
          service="apigatewayv2"
          operation="get-integrations"
          options={{ "api-id": apiId }}
        />
      }
      columns={[
        {
          id: "target",
          header: "Calls",
          isRowHeader: true,
          cell: (integration) => <IntegrationTarget integration={integration} />,
        },
        {
          id: "type",
          header: "Type",
          sortingField: "IntegrationType",
          cell: ({ IntegrationType }) => IntegrationType,
        },
        {
          id: "payload",
          header: "Payload format",
          cell: ({ PayloadFormatVersion }) => PayloadFormatVersion ?? "–",
        },
        {
          id: "timeout",
          header: "Timeout",
          cell: ({ TimeoutInMillis }) =>
            TimeoutInMillis === undefined ? "–" : `${TimeoutInMillis} ms`,
        },
        { id: "id", header: "Id", cell: ({ IntegrationId }) => IntegrationId },
      ]}
    />
  );
}
