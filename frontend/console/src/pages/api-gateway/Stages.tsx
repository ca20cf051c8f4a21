import type { Stage } from "@aws-sdk/client-apigatewayv2";

import { CopyCommand } from "../../components/CopyCommand";
import { moment } from "../../components/format";
import { there } from "../../components/loaded";
import { ResourceTable } from "../../components/ResourceTable";
import { socketUrl, stageUrl } from "./addresses";

export function Stages({
  apiId,
  stages,
  isWebSocket,
}: {
  apiId: string;
  stages: Stage[];
  isWebSocket: boolean;
}) {
  const url = isWebSocket ? socketUrl : stageUrl;
  return (
    <ResourceTable
      title="Stages"
      loaded={there(stages)}
      trackBy={({ StageName }) => StageName ?? ""}
      empty="This API has no stage: nobody can call it."
      actions={
        <CopyCommand service="apigatewayv2" operation="get-stages" options={{ "api-id": apiId }} />
      }
      columns={[
        { id: "name", header: "Stage", isRowHeader: true, cell: ({ StageName }) => StageName },
        {
          id: "url",
          header: "URL on this machine",
          cell: ({ StageName }) => url(window.location.origin, apiId, StageName ?? ""),
        },
        {
          id: "deploy",
          header: "Automatic deployment",
          cell: ({ AutoDeploy }) => (AutoDeploy ? "yes" : "no"),
        },
        { id: "deployment", header: "Deployment", cell: ({ DeploymentId }) => DeploymentId ?? "–" },
        {
          id: "updated",
          header: "Last updated",
          cell: ({ LastUpdatedDate }) => moment(LastUpdatedDate),
        },
      ]}
    />
  );
}
