import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";

import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { options, optionOf } from "../../components/options";
import { Problem } from "../../components/Problem";
import { useAction } from "../../components/useAction";
import { invoke, type Invocation } from "./invoke";
import { InvocationView } from "./InvocationView";
import { savedEvents, saveEvents, TEMPLATES } from "./testEvents";

/** Invokes a function by hand, with events that are kept in this browser. */
export function TestBench({ name }: { name: string }) {
  const region = useRegion();
  const [saved, setSaved] = useState(() => savedEvents(name));
  const [eventName, setEventName] = useState(
    () => Object.keys(savedEvents(name))[0] ?? "Empty event",
  );
  const [event, setEvent] = useState(() => Object.values(savedEvents(name))[0] ?? "{}");
  const invoking = useAction<Invocation>();
  const isJson = isJsonText(event);

  function keep(events: Record<string, string>) {
    setSaved(events);
    saveEvents(name, events);
  }

  function choose(chosen: string) {
    setEventName(chosen);
    setEvent(saved[chosen] ?? TEMPLATES[chosen] ?? "{}");
  }

  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <CopyCommand
                  service="lambda"
                  operation="invoke"
                  options={{
                    "function-name": name,
                    "cli-binary-format": "raw-in-base64-out",
                    payload: event,
                    "log-type": "Tail",
                    query: "LogResult",
                  }}
                />
                <Button
                  disabled={!(eventName in saved)}
                  onClick={() => keep(without(saved, eventName))}
                >
                  Delete event
                </Button>
                <Button
                  disabled={!isJson || eventName === ""}
                  onClick={() => keep({ ...saved, [eventName]: event })}
                >
                  Save event
                </Button>
                <Button
                  variant="primary"
                  loading={invoking.busy}
                  disabled={!isJson}
                  onClick={() => invoking.run(() => invoke(region, name, event))}
                >
                  Invoke
                </Button>
              </SpaceBetween>
            }
          >
            Test event
          </Header>
        }
      >
        <SpaceBetween size="m">
          <ColumnLayout columns={2}>
            <FormField label="Choose an event">
              <Select
                selectedOption={optionOf(eventName)}
                options={[
                  { label: "Saved in this browser", options: options(Object.keys(saved)) },
                  { label: "Templates", options: options(Object.keys(TEMPLATES)) },
                ]}
                onChange={({ detail }) => choose(detail.selectedOption.value ?? "")}
              />
            </FormField>
            <FormField label="Name to save it under">
              <Input value={eventName} onChange={({ detail }) => setEventName(detail.value)} />
            </FormField>
          </ColumnLayout>
          <FormField
            label="Event"
            errorText={!isJson && "This is no JSON: Lambda takes nothing else."}
            stretch
          >
            <Textarea
              rows={8}
              value={event}
              spellcheck={false}
              onChange={({ detail }) => setEvent(detail.value)}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <Problem what="The function was not invoked" error={invoking.error} />
      {invoking.result && <InvocationView invocation={invoking.result} />}
    </SpaceBetween>
  );
}

function without(events: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(events).filter(([each]) => each !== name));
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
