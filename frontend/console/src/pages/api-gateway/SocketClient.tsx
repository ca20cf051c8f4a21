import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";

import { socketUrl } from "./addresses";
import { Frames } from "./Frames";
import { StageSelect } from "./StageSelect";
import { useSocket } from "./useSocket";

const STATES = { closed: "stopped", connecting: "in-progress", open: "success" } as const;
const NAMES = { closed: "Not connected", connecting: "Connecting", open: "Connected" } as const;

/** A WebSocket client for the API: connect, send, see what comes. */
export function SocketClient({ apiId, stages }: { apiId: string; stages: string[] }) {
  const [stage, setStage] = useState(stages[0] ?? "");
  const [query, setQuery] = useState("");
  const [message, setMessage] = useState('{"action": "hello"}');
  const socket = useSocket();
  const url = socketUrl(window.location.origin, apiId, stage) + (query && `?${query}`);
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            description={url}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <StatusIndicator type={STATES[socket.state]}>{NAMES[socket.state]}</StatusIndicator>
                {socket.state === "closed" ? (
                  <Button variant="primary" disabled={!stage} onClick={() => socket.connect(url)}>
                    Connect
                  </Button>
                ) : (
                  <Button onClick={socket.close}>Disconnect</Button>
                )}
              </SpaceBetween>
            }
          >
            WebSocket client
          </Header>
        }
      >
        <SpaceBetween size="m">
          <ColumnLayout columns={2}>
            <StageSelect stages={stages} stage={stage} onChange={setStage} />
            <FormField label="Query string">
              <Input
                value={query}
                placeholder="token=abc"
                onChange={({ detail }) => setQuery(detail.value)}
              />
            </FormField>
          </ColumnLayout>
          <FormField
            label="Message"
            secondaryControl={
              <Button disabled={socket.state !== "open"} onClick={() => socket.send(message)}>
                Send
              </Button>
            }
          >
            <Textarea
              rows={3}
              value={message}
              onChange={({ detail }) => setMessage(detail.value)}
              spellcheck={false}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <Frames frames={socket.frames} onClear={socket.clear} />
    </SpaceBetween>
  );
}
