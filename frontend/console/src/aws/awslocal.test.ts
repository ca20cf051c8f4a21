import { expect, test } from "vitest";

import { awslocal, quote } from "./awslocal";

test("names region, service, operation and options", () => {
  expect(
    awslocal("eu-west-1", "dynamodb", "scan", { "table-name": "virus", "no-paginate": true }),
  ).toBe("awslocal --region eu-west-1 dynamodb scan --table-name virus --no-paginate");
});

test.each([
  ["plain-word_1", "plain-word_1"],
  ["", "''"],
  ["a b", "'a b'"],
  ["it's", `'it'\\''s'`],
  ['{"a": 1}', `'{"a": 1}'`],
  ["$HOME", "'$HOME'"],
  ["two\nlines", "'two\nlines'"],
])("quotes %j for the shell", (word, expected) => {
  expect(quote(word)).toBe(expected);
});
