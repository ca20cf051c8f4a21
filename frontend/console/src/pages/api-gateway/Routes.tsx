import type { Integration, Route } from "@aws-sdk/client-apigatewayv2";

import { CopyCommand } from "../../components/CopyCommand";
import { there } from "../../components/loaded";
import { ResourceTable } from "../../components/ResourceTable";
import { IntegrationTarget } from "./IntegrationTarget";

export function Routes({
  apiId,
  routes,
  integrations,
}: {
  apiId: string;
  routes: Route[];
  integrations: Integration[];
}) {
  const byId = new Map(
    integrations.map((each) => [`integrations/${each.IntegrationId ?? ""}`, each]),
  );
  return (
    <ResourceTable
      title="Routes"
      loaded={there(routes)}
      trackBy={({ RouteId }) => RouteId ?? ""}
      empty="This API has no route: it answers 404 to everything."
      actions={
        <CopyCommand service="apigatewayv2" operation="get-routes" options={{ "api-id": apiId }} />
      }
      columns={[
        {
          id: "key",
          header: "Route",
          sortingField: "RouteKey",
          isRowHeader: true,
          cell: ({ RouteKey }) => <code>{RouteKey}</code>,
        },
        {
          id: "target",
          header: "Integration",
          cell: ({ Target }) => <IntegrationTarget integration={byId.get(Target ?? "")} />,
        },
        {
          id: "authorization",
          header: "Authorization",
          cell: ({ AuthorizationType }) => AuthorizationType ?? "NONE",
        },
        { id: "id", header: "Id", cell: ({ RouteId }) => RouteId },
      ]}
    />
  );
}
