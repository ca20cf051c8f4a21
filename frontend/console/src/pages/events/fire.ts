import { ListTargetsByRuleCommand, type Rule, type Target } from "@aws-sdk/client-eventbridge";
import { InvokeCommand } from "@aws-sdk/client-lambda";

import { events } from "../../aws/events";
import { lambda } from "../../aws/lambda";
import { nameOf } from "../../components/format";

/** Lets a rule invoke its functions now, as `petri fire` does. Returns the functions' names. */
export async function fire(region: string, rule: Rule): Promise<string[]> {
  const { Targets = [] } = await events(region).send(
    new ListTargetsByRuleCommand({ Rule: rule.Name, EventBusName: rule.EventBusName }),
  );
  const functions = Targets.filter(({ Arn }) => Arn?.includes(":lambda:"));
  if (functions.length === 0)
    throw new Error("This rule has no function as a target: there is nothing to fire.");
  for (const target of functions) {
    const Payload = new TextEncoder().encode(eventFor(rule, target, new Date()));
    await lambda(region).send(
      new InvokeCommand({ FunctionName: target.Arn, InvocationType: "Event", Payload }),
    );
  }
  return functions.map(({ Arn }) => nameOf(Arn ?? ""));
}

/** What EventBridge sends: the target's own input, or the event of a schedule. */
export function eventFor(rule: Rule, target: Target, now: Date): string {
  if (target.Input) return target.Input;
  const [, , , region = "", account = ""] = (rule.Arn ?? "").split(":");
  return JSON.stringify({
    version: "0",
    id: crypto.randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account,
    time: now.toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources: [rule.Arn],
    detail: {},
  });
}
