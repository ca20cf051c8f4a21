import {
  DisableRuleCommand,
  EnableRuleCommand,
  ListRulesCommand,
  type Rule,
} from "@aws-sdk/client-eventbridge";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";

import { events } from "../../aws/events";
import { explain } from "../../aws/explain";
import { allPages } from "../../aws/pages";
import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { ResourceTable } from "../../components/ResourceTable";
import { useLoad } from "../../components/useLoad";
import { fire } from "./fire";
import { NextFiringText } from "./NextFiringText";
import { RuleTargets } from "./RuleTargets";

export function Component() {
  const region = useRegion();
  const [news, setNews] = useState<{ type: "success" | "error"; text: string }>();
  const rules = useLoad(
    region,
    (abortSignal) =>
      allPages(async (NextToken) => {
        const page = await events(region).send(new ListRulesCommand({ NextToken }), {
          abortSignal,
        });
        return [page.Rules, page.NextToken];
      }),
    { every: 5000 },
  );

  async function act(what: () => Promise<string>) {
    setNews(undefined);
    try {
      setNews({ type: "success", text: await what() });
    } catch (error) {
      setNews({ type: "error", text: explain(error) });
    }
    rules.reload();
  }

  async function turn({ Name, EventBusName }: Rule, on: boolean) {
    const Command = on ? EnableRuleCommand : DisableRuleCommand;
    await events(region).send(new Command({ Name, EventBusName }));
    return `${Name ?? ""} is ${on ? "enabled" : "disabled"}.`;
  }

  return (
    <SpaceBetween size="m">
      {news && (
        <Alert type={news.type} dismissible onDismiss={() => setNews(undefined)}>
          {news.text}
        </Alert>
      )}
      <ResourceTable
        headingTag="h1"
        title="Rules"
        loaded={rules}
        trackBy={({ Arn, Name }) => Arn ?? Name ?? ""}
        empty="There is no rule in this region."
        actions={<CopyCommand service="events" operation="list-rules" />}
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "Name",
            isRowHeader: true,
            cell: ({ Name }) => Name,
          },
          {
            id: "schedule",
            header: "Schedule or pattern",
            cell: ({ ScheduleExpression, EventPattern }) => (
              <code>{ScheduleExpression ?? EventPattern}</code>
            ),
          },
          { id: "next", header: "Next firing", cell: (rule) => <NextFiringText rule={rule} /> },
          { id: "targets", header: "Targets", cell: (rule) => <RuleTargets rule={rule} /> },
          {
            id: "state",
            header: "State",
            minWidth: 140,
            cell: (rule) => (
              <Toggle
                checked={rule.State !== "DISABLED"}
                ariaLabel={`${rule.Name ?? ""} is enabled`}
                onChange={({ detail }) => act(() => turn(rule, detail.checked))}
              >
                {rule.State === "DISABLED" ? "disabled" : "enabled"}
              </Toggle>
            ),
          },
          {
            id: "fire",
            header: "Actions",
            minWidth: 140,
            cell: (rule) => (
              <Button
                wrapText={false}
                ariaLabel={`Fire ${rule.Name ?? ""} now`}
                onClick={() => act(async () => `Fired: ${(await fire(region, rule)).join(", ")}`)}
              >
                Fire now
              </Button>
            ),
          },
        ]}
      />
    </SpaceBetween>
  );
}
