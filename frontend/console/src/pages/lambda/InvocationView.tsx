import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { milliseconds, pretty } from "../../components/format";
import { Text } from "../../components/Text";
import type { Invocation } from "./invoke";
import { readReport } from "./report";

/** What a function answered, wrote, and took. */
export function InvocationView({ invocation }: { invocation: Invocation }) {
  const { payload, error, log, requestId } = invocation;
  const report = readReport(log);
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header description={requestId && `Request ${requestId}`}>
            Answer{" "}
            <StatusIndicator type={error ? "error" : "success"}>
              {error ? `Failed (${error})` : "Succeeded"}
            </StatusIndicator>
          </Header>
        }
      >
        <SpaceBetween size="m">
          <KeyValuePairs
            columns={4}
            items={[
              {
                label: "Duration",
                value: report.duration ?? milliseconds(invocation.milliseconds),
              },
              { label: "Billed", value: report.billed ?? "–" },
              { label: "Most memory", value: report.memory ?? "–" },
              { label: "Start", value: report.init ? `cold, ${report.init}` : "warm" },
            ]}
          />
          <Text>{pretty(payload) || "(nothing)"}</Text>
        </SpaceBetween>
      </Container>
      <Container header={<Header description="The end of it, 4 KB at most.">Log</Header>}>
        <Text>{log || "(nothing)"}</Text>
      </Container>
    </SpaceBetween>
  );
}
