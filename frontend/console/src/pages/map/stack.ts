import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListRulesCommand, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";

import { dynamoDb } from "../../aws/dynamoDb";
import { events } from "../../aws/events";
import { lambda } from "../../aws/lambda";
import { nameOf } from "../../components/format";
import { getWholeApi, listApis } from "../api-gateway/api";
import { functionOf } from "../api-gateway/functionOf";
import { tableOfStream } from "../lambda/tableOfStream";

/** What the map shows, as far as it matters to the map. */
export interface Stack {
  apis: {
    id: string;
    name: string;
    isWebSocket: boolean;
    routes: { key: string; function: string }[];
  }[];
  functions: { name: string; environment: string[] }[];
  tables: string[];
  streams: { table: string; function: string }[];
  rules: { name: string; schedule: string; functions: string[] }[];
}

// A map of more is no picture any more.
const MOST = 50;

/** Reads the stack of a region from the AWS APIs. */
export async function readStack(region: string, abortSignal: AbortSignal): Promise<Stack> {
  const [apis, functions, tables, mappings, rules] = await Promise.all([
    readApis(region, abortSignal),
    lambda(region).send(new ListFunctionsCommand({ MaxItems: MOST }), { abortSignal }),
    dynamoDb(region).send(new ListTablesCommand({ Limit: MOST }), { abortSignal }),
    lambda(region).send(new ListEventSourceMappingsCommand({ MaxItems: MOST }), { abortSignal }),
    readRules(region, abortSignal),
  ]);
  return {
    apis,
    functions: (functions.Functions ?? []).map(({ FunctionName = "", Environment }) => ({
      name: FunctionName,
      environment: Object.values(Environment?.Variables ?? {}),
    })),
    tables: tables.TableNames ?? [],
    streams: (mappings.EventSourceMappings ?? []).flatMap(
      ({ EventSourceArn = "", FunctionArn = "" }) => {
        const table = tableOfStream(EventSourceArn);
        return table ? [{ table, function: nameOf(FunctionArn) }] : [];
      },
    ),
    rules,
  };
}

async function readApis(region: string, signal: AbortSignal): Promise<Stack["apis"]> {
  const found = (await listApis(region, signal)).slice(0, MOST);
  return Promise.all(
    found.map(async ({ ApiId = "", Name = "", ProtocolType }) => {
      const { routes, integrations } = await getWholeApi(region, ApiId, signal);
      const targets = new Map(
        integrations.map((each) => [`integrations/${each.IntegrationId ?? ""}`, each]),
      );
      return {
        id: ApiId,
        name: Name,
        isWebSocket: ProtocolType === "WEBSOCKET",
        routes: routes.flatMap(({ RouteKey = "", Target = "" }) => {
          const name = functionOf(targets.get(Target)?.IntegrationUri);
          return name ? [{ key: RouteKey, function: name }] : [];
        }),
      };
    }),
  );
}

async function readRules(region: string, abortSignal: AbortSignal): Promise<Stack["rules"]> {
  const { Rules = [] } = await events(region).send(new ListRulesCommand({ Limit: MOST }), {
    abortSignal,
  });
  return Promise.all(
    Rules.map(async ({ Name = "", ScheduleExpression = "" }) => {
      const { Targets = [] } = await events(region).send(
        new ListTargetsByRuleCommand({ Rule: Name }),
        { abortSignal },
      );
      return {
        name: Name,
        schedule: ScheduleExpression,
        functions: Targets.flatMap(({ Arn = "" }) => functionOf(Arn) ?? []),
      };
    }),
  );
}
