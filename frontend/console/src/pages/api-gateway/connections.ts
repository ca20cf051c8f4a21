import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";

import { settings } from "../../aws/settings";
import { stageUrl } from "./addresses";

export interface LiveConnection {
  connectionId: string;
  apiId: string;
  stage: string;
  sourceIp: string;
  /** null: the client has not said */
  userAgent: string | null;
  /** milliseconds since 1970 */
  connectedAt: number;
}

export interface ConnectionPage {
  connections: LiveConnection[];
  next: string | null;
}

/** Sends to one client of a stage, as a function would. */
export async function post(region: string, to: LiveConnection, text: string): Promise<void> {
  const Data = new TextEncoder().encode(text);
  await management(region, to).send(
    new PostToConnectionCommand({ ConnectionId: to.connectionId, Data }),
  );
}

/** Closes the connection of one client. */
export async function disconnect(region: string, from: LiveConnection): Promise<void> {
  await management(region, from).send(
    new DeleteConnectionCommand({ ConnectionId: from.connectionId }),
  );
}

function management(region: string, { apiId, stage }: LiveConnection) {
  const endpoint = stageUrl(window.location.origin, apiId, stage);
  return new ApiGatewayManagementApiClient({ ...settings(region), endpoint });
}
