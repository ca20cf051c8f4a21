import { GetFunctionCommand, type GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import { useParams } from "react-router";

import { lambda } from "../../aws/lambda";
import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { Details } from "../../components/Details";
import { moment, nameOf } from "../../components/format";
import { Problem } from "../../components/Problem";
import { RouterLink } from "../../components/RouterLink";
import { useLoad } from "../../components/useLoad";
import { useTab } from "../../components/useTab";
import { Code } from "./Code";
import { Environment } from "./Environment";
import { Invocations } from "./Invocations";
import { TestBench } from "./TestBench";
import { Triggers } from "./Triggers";

export function Component() {
  const { functionName = "" } = useParams();
  const region = useRegion();
  const loaded = useLoad(
    `${region} ${functionName}`,
    (abortSignal) =>
      lambda(region).send(new GetFunctionCommand({ FunctionName: functionName }), { abortSignal }),
    { every: 10_000 },
  );
  return (
    <SpaceBetween size="l">
      <Problem
        what={`The function ${functionName} could not be loaded`}
        error={loaded.error}
        onRetry={loaded.reload}
      />
      {loaded.data ? (
        <Shown key={`${region} ${functionName}`} name={functionName} found={loaded.data} />
      ) : (
        loaded.loading && <Spinner size="large" />
      )}
    </SpaceBetween>
  );
}

function Shown({ name, found }: { name: string; found: GetFunctionCommandOutput }) {
  const [tab, setTab] = useTab("test");
  const configuration = found.Configuration ?? {};
  const logGroup = configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  return (
    <SpaceBetween size="l">
      <Details
        title={name}
        actions={
          <CopyCommand
            service="lambda"
            operation="get-function"
            options={{ "function-name": name }}
          />
        }
        items={[
          { label: "Runtime", value: configuration.Runtime },
          { label: "Handler", value: configuration.Handler },
          { label: "Memory", value: `${configuration.MemorySize ?? 128} MB` },
          { label: "Timeout", value: `${configuration.Timeout ?? 3} s` },
          { label: "State", value: configuration.State },
          { label: "Last changed", value: moment(configuration.LastModified) },
          { label: "Role", value: nameOf(configuration.Role ?? "–") },
          {
            label: "Logs",
            value: (
              <RouterLink to={`/logs/group?name=${encodeURIComponent(logGroup)}`}>
                {logGroup}
              </RouterLink>
            ),
          },
        ]}
      />
      <Tabs
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          { id: "test", label: "Test", content: <TestBench name={name} /> },
          { id: "invocations", label: "Invocations", content: <Invocations name={name} /> },
          { id: "code", label: "Code", content: <Code found={found} /> },
          {
            id: "environment",
            label: "Environment",
            content: <Environment variables={configuration.Environment?.Variables ?? {}} />,
          },
          { id: "triggers", label: "Event sources", content: <Triggers name={name} /> },
        ]}
      />
    </SpaceBetween>
  );
}
