import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { bytes, milliseconds, pretty } from "../../components/format";
import { Text } from "../../components/Text";
import type { Answer } from "./sendRequest";

export function ResponseView({ answer }: { answer: Answer }) {
  const { status, statusText, headers, body } = answer;
  const size = new TextEncoder().encode(body).length;
  return (
    <Container
      header={
        <Header
          description={`${milliseconds(answer.milliseconds)}, ${bytes(size)}, seen from this browser`}
        >
          Response{" "}
          <StatusIndicator type={status < 400 ? "success" : "error"}>
            {`${status} ${statusText}`.trim()}
          </StatusIndicator>
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Text>{pretty(body) || "(no body)"}</Text>
        <ExpandableSection headerText={`Headers (${headers.length})`}>
          <Text>{headers.map(([name, value]) => `${name}: ${value}`).join("\n")}</Text>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}
