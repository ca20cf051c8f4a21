import { expect, test } from "vitest";

import { keyCondition } from "./items";

const partition = { name: "owner", type: "S" };

test("a partition alone", () => {
  expect(keyCondition({ partition }, { partition: "Virus", sortPrefix: "" })).toEqual({
    KeyConditionExpression: "#partition = :partition",
    ExpressionAttributeNames: { "#partition": "owner" },
    ExpressionAttributeValues: { ":partition": { S: "Virus" } },
  });
});

test("with the beginning of a text, or a whole number", () => {
  const search = { partition: "Virus", sortPrefix: "1" };
  const text = keyCondition({ partition, sort: { name: "id", type: "S" } }, search);
  expect(text.KeyConditionExpression).toContain("begins_with(#sort, :sort)");
  const number = keyCondition({ partition, sort: { name: "id", type: "N" } }, search);
  expect(number.KeyConditionExpression).toContain("#sort = :sort");
  expect(number.ExpressionAttributeValues).toEqual({
    ":partition": { S: "Virus" },
    ":sort": { N: "1" },
  });
});
