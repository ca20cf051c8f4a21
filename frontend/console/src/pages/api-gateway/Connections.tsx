import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";

import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { moment } from "../../components/format";
import { Problem } from "../../components/Problem";
import { ResourceTable } from "../../components/ResourceTable";
import { useLoad } from "../../components/useLoad";
import { petri } from "../../live/petri";
import { disconnect, post, type ConnectionPage, type LiveConnection } from "./connections";

const PAGE = 100;

/** Who is connected now; a message to one of them, or the end of one. */
export function Connections({ apiId }: { apiId: string }) {
  const region = useRegion();
  const [after, setAfter] = useState<string[]>([]);
  const [message, setMessage] = useState('{"hello": "from the console"}');
  const [problem, setProblem] = useState<{ what: string; error: unknown }>();
  const position = after.at(-1) ?? "";
  const query = new URLSearchParams({
    apiId,
    limit: String(PAGE),
    ...(position && { after: position }),
  });
  const page = useLoad(
    `${apiId} ${position}`,
    (signal) => petri<ConnectionPage>(`connections?${query.toString()}`, signal),
    { every: 3000 },
  );
  const next = page.data?.next;

  async function act(what: string, action: Promise<void>) {
    setProblem(undefined);
    try {
      await action;
    } catch (error) {
      setProblem({ what, error });
    }
    page.reload();
  }

  return (
    <SpaceBetween size="m">
      <Problem what={problem?.what ?? ""} error={problem?.error} />
      <FormField label="Message" description="What Send posts to a client." stretch>
        <Textarea
          rows={2}
          spellcheck={false}
          value={message}
          onChange={({ detail }) => setMessage(detail.value)}
        />
      </FormField>
      <ResourceTable<LiveConnection>
        title="Live connections"
        description="As @connections sees them: Send posts the message to one client, Disconnect ends its connection."
        loaded={{ ...page, data: page.data?.connections }}
        trackBy={({ connectionId }) => connectionId}
        empty="Nobody is connected. Open the game, or use the WebSocket client."
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={after.length === 0} onClick={() => setAfter(after.slice(0, -1))}>
              Before
            </Button>
            <Button disabled={!next} onClick={() => next && setAfter([...after, next])}>
              Next {PAGE}
            </Button>
          </SpaceBetween>
        }
        columns={[
          {
            id: "id",
            header: "Connection",
            isRowHeader: true,
            cell: ({ connectionId }) => connectionId,
          },
          { id: "stage", header: "Stage", cell: ({ stage }) => stage },
          { id: "since", header: "Since", cell: ({ connectedAt }) => moment(connectedAt) },
          { id: "ip", header: "From", cell: ({ sourceIp }) => sourceIp },
          {
            id: "agent",
            header: "User agent",
            cell: ({ userAgent }) => userAgent?.slice(0, 80) || "–",
          },
          {
            id: "actions",
            header: "Actions",
            minWidth: 320,
            cell: (connection) => (
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  ariaLabel={`Send to ${connection.connectionId}`}
                  onClick={() => act("The message was not sent", post(region, connection, message))}
                >
                  Send
                </Button>
                <Button
                  ariaLabel={`Disconnect ${connection.connectionId}`}
                  onClick={() =>
                    act("The connection was not closed", disconnect(region, connection))
                  }
                >
                  Disconnect
                </Button>
                <CopyCommand
                  compact
                  service="apigatewaymanagementapi"
                  operation="get-connection"
                  options={{ "connection-id": connection.connectionId }}
                />
              </SpaceBetween>
            ),
          },
        ]}
      />
    </SpaceBetween>
  );
}
