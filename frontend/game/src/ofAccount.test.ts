import { expect, test } from "vitest";

import { ofAccount } from "./ofAccount";

const address = "http://localhost:4566/_aws/execute-api/dojohttp01/dev";

test("an account has APIs of its own", () => {
  expect(ofAccount(address, "100000000007")).toBe(
    "http://localhost:4566/_aws/execute-api/dojohttp01-100000000007/dev",
  );
});

test.each([null, "", "7", "../..", "000000000000", "1000000000070"])(
  "%j stands for the first one",
  (account) => {
    expect(ofAccount(address, account)).toBe(address);
  },
);

test("addresses on AWS stay as they are", () => {
  const there = "https://abc.execute-api.eu-west-1.amazonaws.com/dev";
  expect(ofAccount(there, "100000000007")).toBe(there);
});
