import type { Route } from "@aws-sdk/client-apigatewayv2";
import Alert from "@cloudscape-design/components/alert";
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

import { CopyText } from "../../components/CopyCommand";
import { options, optionOf } from "../../components/options";
import { Problem } from "../../components/Problem";
import { useAction } from "../../components/useAction";
import { stageUrl } from "./addresses";
import { curl } from "./curl";
import { readHeaders } from "./headerLines";
import { ResponseView } from "./ResponseView";
import { byPath, openVariables, requestFor } from "./routeKey";
import { StageSelect } from "./StageSelect";
import { sendRequest, type Answer, type Sent } from "./sendRequest";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** A request for an HTTP API by hand: method, path, headers, body. */
export function RequestBuilder({
  apiId,
  routes,
  stages,
}: {
  apiId: string;
  routes: Route[];
  stages: string[];
}) {
  const routeKeys = routes.flatMap(({ RouteKey }) => RouteKey ?? []).sort(byPath);
  const first = requestFor(routeKeys[0] ?? "$default");
  const [routeKey, setRouteKey] = useState(routeKeys[0] ?? "");
  const [method, setMethod] = useState(first.method);
  const [path, setPath] = useState(first.path);
  const [stage, setStage] = useState(stages[0] ?? "$default");
  const [headers, setHeaders] = useState("content-type: application/json");
  const [body, setBody] = useState("");
  const sending = useAction<Answer>();

  const open = openVariables(path);
  const url =
    stageUrl(window.location.origin, apiId, stage) + (path.startsWith("/") ? path : `/${path}`);

  function request(): Sent {
    return { method, url, headers: readHeaders(headers), body };
  }

  function choose(key: string) {
    const next = requestFor(key);
    setRouteKey(key);
    setMethod(next.method);
    setPath(next.path);
  }

  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <CopyText text={curlOf(request)} label="Copy as curl command" />
                <Button
                  variant="primary"
                  loading={sending.busy}
                  disabled={open.length > 0}
                  onClick={() => sending.run(async () => sendRequest(request()))}
                >
                  Send
                </Button>
              </SpaceBetween>
            }
          >
            Request
          </Header>
        }
      >
        <SpaceBetween size="m">
          <ColumnLayout columns={4}>
            <FormField label="Route">
              <Select
                options={options(routeKeys)}
                selectedOption={optionOf(routeKey)}
                placeholder="No route"
                onChange={({ detail }) => choose(detail.selectedOption.value ?? "")}
              />
            </FormField>
            <StageSelect stages={stages} stage={stage} onChange={setStage} />
            <FormField label="Method">
              <Select
                options={options(METHODS)}
                selectedOption={optionOf(method)}
                onChange={({ detail }) => setMethod(detail.selectedOption.value ?? "")}
              />
            </FormField>
            <FormField
              label="Path and query"
              errorText={
                open.length > 0 && `Fill in ${open.map((name) => `{${name}}`).join(" and ")}.`
              }
            >
              <Input
                value={path}
                onChange={({ detail }) => setPath(detail.value)}
                spellcheck={false}
              />
            </FormField>
          </ColumnLayout>
          <ColumnLayout columns={2}>
            <FormField label="Headers" description="One a line, name: value.">
              <Textarea
                rows={4}
                value={headers}
                onChange={({ detail }) => setHeaders(detail.value)}
                spellcheck={false}
              />
            </FormField>
            <FormField label="Body" description="Not sent with GET and HEAD.">
              <Textarea
                rows={4}
                value={body}
                onChange={({ detail }) => setBody(detail.value)}
                spellcheck={false}
              />
            </FormField>
          </ColumnLayout>
        </SpaceBetween>
      </Container>
      {stages.length === 0 && (
        <Alert type="warning">This API has no stage yet: requests are answered with 404.</Alert>
      )}
      <Problem what="There is no answer" error={sending.error} />
      {sending.result && <ResponseView answer={sending.result} />}
    </SpaceBetween>
  );
}

function curlOf(request: () => Sent): string {
  try {
    return curl(request());
  } catch {
    return "# The headers are not complete.";
  }
}
