import {
  GetApiCommand,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  type Api,
  type Integration,
  type Route,
  type Stage,
} from "@aws-sdk/client-apigatewayv2";

import { apiGateway } from "../../aws/apiGateway";
import { allPages } from "../../aws/pages";

export interface WholeApi {
  api: Api;
  routes: Route[];
  integrations: Integration[];
  stages: Stage[];
}

export function listApis(region: string, abortSignal: AbortSignal): Promise<Api[]> {
  return allPages(async (token) => {
    const page = await apiGateway(region).send(new GetApisCommand({ NextToken: token }), {
      abortSignal,
    });
    return [page.Items, page.NextToken];
  });
}

/** An API with everything that belongs to it. */
export async function getWholeApi(
  region: string,
  apiId: string,
  abortSignal: AbortSignal,
): Promise<WholeApi> {
  const client = apiGateway(region);
  const [api, routes, integrations, stages] = await Promise.all([
    client.send(new GetApiCommand({ ApiId: apiId }), { abortSignal }),
    allPages(async (token) => {
      const page = await client.send(new GetRoutesCommand({ ApiId: apiId, NextToken: token }), {
        abortSignal,
      });
      return [page.Items, page.NextToken];
    }),
    allPages(async (token) => {
      const page = await client.send(
        new GetIntegrationsCommand({ ApiId: apiId, NextToken: token }),
        { abortSignal },
      );
      return [page.Items, page.NextToken];
    }),
    allPages(async (token) => {
      const page = await client.send(new GetStagesCommand({ ApiId: apiId, NextToken: token }), {
        abortSignal,
      });
      return [page.Items, page.NextToken];
    }),
  ]);
  return { api: api as Api, routes, integrations, stages };
}
