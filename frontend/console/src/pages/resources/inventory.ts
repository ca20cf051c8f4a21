import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";

import { dynamoDb } from "../../aws/dynamoDb";
import { events } from "../../aws/events";
import { lambda } from "../../aws/lambda";
import { logs } from "../../aws/logs";
import { allPages } from "../../aws/pages";
import { nameOf } from "../../components/format";
import { listApis } from "../api-gateway/api";
import { tableOfStream } from "../lambda/tableOfStream";

export interface Resource {
  /** as CloudFormation calls it */
  type: string;
  name: string;
  /** below the console's root */
  page: string;
  /** service, operation and options of the command that shows it */
  command: readonly [string, string, Record<string, string>];
}

type Finder = (region: string, signal: AbortSignal) => Promise<Resource[]>;

const apis: Finder = async (region, signal) =>
  (await listApis(region, signal)).map(({ ApiId = "", Name = "", ProtocolType }) => ({
    type: "AWS::ApiGatewayV2::Api",
    name: `${Name} (${ProtocolType ?? ""})`,
    page: `/api-gateway/${ApiId}`,
    command: ["apigatewayv2", "get-api", { "api-id": ApiId }],
  }));

const functions: Finder = async (region, abortSignal) => {
  const found = await allPages(async (Marker) => {
    const page = await lambda(region).send(new ListFunctionsCommand({ Marker }), { abortSignal });
    return [page.Functions, page.NextMarker];
  });
  return found.map(({ FunctionName = "" }) => ({
    type: "AWS::Lambda::Function",
    name: FunctionName,
    page: `/lambda/${FunctionName}`,
    command: ["lambda", "get-function", { "function-name": FunctionName }],
  }));
};

const mappings: Finder = async (region, abortSignal) => {
  const found = await allPages(async (Marker) => {
    const page = await lambda(region).send(new ListEventSourceMappingsCommand({ Marker }), {
      abortSignal,
    });
    return [page.EventSourceMappings, page.NextMarker];
  });
  return found.map(({ UUID = "", EventSourceArn = "", FunctionArn = "" }) => ({
    type: "AWS::Lambda::EventSourceMapping",
    name: `${tableOfStream(EventSourceArn) ?? EventSourceArn} → ${nameOf(FunctionArn)}`,
    page: `/lambda/${nameOf(FunctionArn)}?tab=triggers`,
    command: ["lambda", "get-event-source-mapping", { uuid: UUID }],
  }));
};

const tables: Finder = async (region, abortSignal) => {
  const found = await allPages(async (ExclusiveStartTableName) => {
    const page = await dynamoDb(region).send(new ListTablesCommand({ ExclusiveStartTableName }), {
      abortSignal,
    });
    return [page.TableNames, page.LastEvaluatedTableName];
  });
  return found.map((name) => ({
    type: "AWS::DynamoDB::Table",
    name,
    page: `/dynamodb/${name}`,
    command: ["dynamodb", "describe-table", { "table-name": name }],
  }));
};

const rules: Finder = async (region, abortSignal) => {
  const found = await allPages(async (NextToken) => {
    const page = await events(region).send(new ListRulesCommand({ NextToken }), { abortSignal });
    return [page.Rules, page.NextToken];
  });
  return found.map(({ Name = "" }) => ({
    type: "AWS::Events::Rule",
    name: Name,
    page: "/events",
    command: ["events", "describe-rule", { name: Name }],
  }));
};

const logGroups: Finder = async (region, abortSignal) => {
  const found = await allPages(async (nextToken) => {
    const page = await logs(region).send(new DescribeLogGroupsCommand({ nextToken }), {
      abortSignal,
    });
    return [page.logGroups, page.nextToken];
  });
  return found.map(({ logGroupName = "" }) => ({
    type: "AWS::Logs::LogGroup",
    name: logGroupName,
    page: `/logs/group?name=${encodeURIComponent(logGroupName)}`,
    command: ["logs", "describe-log-groups", { "log-group-name-prefix": logGroupName }],
  }));
};

/** Everything in a region that the console has pages of. */
export async function findResources(region: string, signal: AbortSignal): Promise<Resource[]> {
  const found = await Promise.all(
    [apis, functions, mappings, tables, rules, logGroups].map((find) => find(region, signal)),
  );
  return found.flat();
}
