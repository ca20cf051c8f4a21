import { GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";

import { apiGateway } from "./apiGateway";
import { lambda } from "./lambda";
import { REGIONS } from "./regions";

/** The regions that have functions or APIs. One after the other: nobody waits for it. */
export async function regionsInUse(): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const region of REGIONS) {
    try {
      const { Functions = [] } = await lambda(region).send(
        new ListFunctionsCommand({ MaxItems: 1 }),
      );
      const { Items = [] } = await apiGateway(region).send(new GetApisCommand({ MaxResults: "1" }));
      if (Functions.length + Items.length > 0) found.add(region);
    } catch {
      // Then it is not marked; the pages of the region say what is wrong.
    }
  }
  return found;
}
