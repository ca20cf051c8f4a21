import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import { useParams } from "react-router";

import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { Details } from "../../components/Details";
import { moment } from "../../components/format";
import { Problem } from "../../components/Problem";
import { useLoad } from "../../components/useLoad";
import { useTab } from "../../components/useTab";
import { getWholeApi, type WholeApi } from "./api";
import { Connections } from "./Connections";
import { Integrations } from "./Integrations";
import { RequestBuilder } from "./RequestBuilder";
import { Routes } from "./Routes";
import { SocketClient } from "./SocketClient";
import { Stages } from "./Stages";

export function Component() {
  const { apiId = "" } = useParams();
  const region = useRegion();
  const loaded = useLoad(`${region} ${apiId}`, (signal) => getWholeApi(region, apiId, signal), {
    every: 10_000,
  });
  return (
    <SpaceBetween size="l">
      <Problem
        what={`The API ${apiId} could not be loaded`}
        error={loaded.error}
        onRetry={loaded.reload}
      />
      {loaded.data ? <Shown whole={loaded.data} /> : loaded.loading && <Spinner size="large" />}
    </SpaceBetween>
  );
}

function Shown({ whole }: { whole: WholeApi }) {
  const { api, routes, integrations, stages } = whole;
  const [tab, setTab] = useTab("routes");
  const apiId = api.ApiId ?? "";
  const isWebSocket = api.ProtocolType === "WEBSOCKET";
  const stageNames = stages.flatMap(({ StageName }) => StageName ?? []);
  return (
    <SpaceBetween size="l">
      <Details
        title={api.Name ?? apiId}
        actions={
          <CopyCommand service="apigatewayv2" operation="get-api" options={{ "api-id": apiId }} />
        }
        items={[
          { label: "Id", value: apiId },
          { label: "Protocol", value: api.ProtocolType },
          { label: "Created", value: moment(api.CreatedDate) },
          { label: "Stages", value: stageNames.join(", ") || "none" },
          ...(isWebSocket
            ? [{ label: "Route selection", value: api.RouteSelectionExpression }]
            : []),
          ...(api.CorsConfiguration
            ? [
                {
                  label: "CORS origins",
                  value: api.CorsConfiguration.AllowOrigins?.join(", ") ?? "none",
                },
              ]
            : []),
        ]}
      />
      <Tabs
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          {
            id: "routes",
            label: "Routes",
            content: <Routes apiId={apiId} routes={routes} integrations={integrations} />,
          },
          ...(isWebSocket
            ? [
                {
                  id: "client",
                  label: "WebSocket client",
                  content: <SocketClient apiId={apiId} stages={stageNames} />,
                },
                {
                  id: "connections",
                  label: "Live connections",
                  content: <Connections apiId={apiId} />,
                },
              ]
            : [
                {
                  id: "request",
                  label: "Request builder",
                  content: <RequestBuilder apiId={apiId} routes={routes} stages={stageNames} />,
                },
              ]),
          {
            id: "integrations",
            label: "Integrations",
            content: <Integrations apiId={apiId} integrations={integrations} />,
          },
          {
            id: "stages",
            label: "Stages",
            content: <Stages apiId={apiId} stages={stages} isWebSocket={isWebSocket} />,
          },
        ]}
      />
    </SpaceBetween>
  );
}
