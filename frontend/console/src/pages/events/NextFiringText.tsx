import type { Rule } from "@aws-sdk/client-eventbridge";

import { moment } from "../../components/format";
import { nextFiring } from "./nextFiring";

export function NextFiringText({ rule }: { rule: Rule }) {
  if (!rule.ScheduleExpression) return <>on events</>;
  if (rule.State === "DISABLED") return <>not while it is disabled</>;
  const next = nextFiring(rule.ScheduleExpression, new Date());
  if (next.kind === "at") return <>{moment(next.time)}</>;
  if (next.kind === "within") return <>within {period(next.milliseconds)}</>;
  return <>{next.kind === "never" ? "never again" : "see its expression"}</>;
}

function period(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (minutes === 1) return "a minute";
  if (minutes % 1440 === 0) return minutes === 1440 ? "a day" : `${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? "an hour" : `${minutes / 60} hours`;
  return `${minutes} minutes`;
}
