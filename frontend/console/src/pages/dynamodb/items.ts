import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";

import { dynamoDb } from "../../aws/dynamoDb";
import type { Item } from "./itemText";
import { keyOf, keyText, keyValue, type Keys } from "./keys";

/** What to look for: everything, or the items of one partition. */
export type Search = { kind: "scan" } | { kind: "query"; partition: string; sortPrefix: string };

export interface ItemPage {
  items: Item[];
  /** where the next page begins; undefined after the last */
  next: Item | undefined;
}

export const PAGE_SIZE = 25;

/** One page of items, after `start`. */
export async function readPage(
  region: string,
  table: string,
  keys: Keys,
  search: Search,
  start: Item | undefined,
  abortSignal: AbortSignal,
): Promise<ItemPage> {
  const page = { TableName: table, Limit: PAGE_SIZE, ExclusiveStartKey: start };
  const client = dynamoDb(region);
  const answer =
    search.kind === "scan"
      ? await client.send(new ScanCommand(page), { abortSignal })
      : await client.send(new QueryCommand({ ...page, ...keyCondition(keys, search) }), {
          abortSignal,
        });
  return { items: answer.Items ?? [], next: answer.LastEvaluatedKey };
}

/** The condition of a query: one partition, and how its sort keys begin (equal to, for numbers). */
export function keyCondition(
  { partition, sort }: Keys,
  search: { partition: string; sortPrefix: string },
): Partial<QueryCommandInput> {
  const withSort = sort && search.sortPrefix !== "";
  const sortTest = sort?.type === "N" ? "#sort = :sort" : "begins_with(#sort, :sort)";
  return {
    KeyConditionExpression: withSort
      ? `#partition = :partition AND ${sortTest}`
      : "#partition = :partition",
    ExpressionAttributeNames: {
      "#partition": partition.name,
      ...(withSort && { "#sort": sort.name }),
    },
    ExpressionAttributeValues: {
      ":partition": keyValue(partition, search.partition),
      ...(withSort && { ":sort": keyValue(sort, search.sortPrefix) }),
    },
  };
}

/** Adds an item; one with the same key stays as it is, and the call fails. */
export async function addItem(
  region: string,
  table: string,
  keys: Keys,
  item: Item,
): Promise<void> {
  try {
    await dynamoDb(region).send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": keys.partition.name },
      }),
    );
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") {
      throw new Error("There is an item with this key already: edit that one.", { cause: error });
    }
    throw error;
  }
}

/** Puts an item in the place of the one it was made from. */
export async function replaceItem(
  region: string,
  table: string,
  keys: Keys,
  old: Item,
  item: Item,
): Promise<void> {
  if (keyText(old, keys) !== keyText(item, keys)) {
    throw new Error("The key of an item cannot be changed: add a new item, and delete this one.");
  }
  await dynamoDb(region).send(new PutItemCommand({ TableName: table, Item: item }));
}

export async function deleteItem(
  region: string,
  table: string,
  keys: Keys,
  item: Item,
): Promise<void> {
  await dynamoDb(region).send(new DeleteItemCommand({ TableName: table, Key: keyOf(item, keys) }));
}
