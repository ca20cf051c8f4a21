import { ListTargetsByRuleCommand, type Rule } from "@aws-sdk/client-eventbridge";

import { events } from "../../aws/events";
import { explain } from "../../aws/explain";
import { useRegion } from "../../aws/regions";
import { nameOf } from "../../components/format";
import { RouterLink } from "../../components/RouterLink";
import { useLoad } from "../../components/useLoad";

/** What a rule invokes; asked for the rules that are shown, not for all. */
export function RuleTargets({ rule: { Name, EventBusName } }: { rule: Rule }) {
  const region = useRegion();
  const targets = useLoad(`${region} ${EventBusName ?? ""} ${Name ?? ""}`, async (abortSignal) => {
    const command = new ListTargetsByRuleCommand({ Rule: Name, EventBusName });
    return (await events(region).send(command, { abortSignal })).Targets ?? [];
  });
  if (targets.error !== undefined) return <>{explain(targets.error)}</>;
  if (!targets.data) return <>…</>;
  if (targets.data.length === 0) return <>none</>;
  return targets.data.map(({ Id, Arn = "" }) => (
    <div key={Id}>
      {Arn.includes(":lambda:") ? (
        <RouterLink to={`/lambda/${nameOf(Arn)}`}>{nameOf(Arn)}</RouterLink>
      ) : (
        Arn
      )}
    </div>
  ));
}
