import type { Integration } from "@aws-sdk/client-apigatewayv2";

import { RouterLink } from "../../components/RouterLink";
import { functionOf } from "./functionOf";

/** What an integration calls, with a link where the console has a page of it. */
export function IntegrationTarget({ integration }: { integration: Integration | undefined }) {
  if (!integration) return <>none</>;
  const name = functionOf(integration.IntegrationUri);
  if (name) return <RouterLink to={`/lambda/${encodeURIComponent(name)}`}>{name}</RouterLink>;
  return (
    <>
      {integration.IntegrationUri ?? integration.IntegrationSubtype ?? integration.IntegrationType}
    </>
  );
}
