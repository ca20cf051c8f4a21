import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";

import { pretty } from "../../components/format";
import { RouterLink } from "../../components/RouterLink";
import { Text } from "../../components/Text";
import { logLines } from "./logLines";
import type { Span } from "./trace";

/** What was sent, what was answered, and what else is known of a span. */
export function SpanDetails({ span }: { span: Span }) {
  const { resource, request, response, attributes } = span;
  const lines = logLines(span);
  return (
    <Box padding="s">
      {lines && (
        <Box padding={{ bottom: "s" }}>
          <RouterLink to={lines}>Log lines of this invocation</RouterLink>
        </Box>
      )}
      <ColumnLayout columns={2} borders="vertical">
        <div>
          <Box variant="awsui-key-label">Request{resource && ` to ${resource}`}</Box>
          <Text>{pretty(request ?? "") || "(nothing)"}</Text>
        </div>
        <div>
          <Box variant="awsui-key-label">Response</Box>
          <Text>{pretty(response ?? "") || "(nothing)"}</Text>
          {Object.keys(attributes).length > 0 && (
            <Text>{JSON.stringify(attributes, undefined, 2)}</Text>
          )}
        </div>
      </ColumnLayout>
    </Box>
  );
}
