import { expect, test } from "vitest";

import { functionOf } from "./functionOf";

const ARN = "arn:aws:lambda:eu-west-1:000000000000:function:dojo-hello";

test.each([
  [ARN, "dojo-hello"],
  [`${ARN}:live`, "dojo-hello"],
  [
    `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${ARN}/invocations`,
    "dojo-hello",
  ],
  ["https://example.com/", undefined],
  [undefined, undefined],
])("%s", (uri, expected) => expect(functionOf(uri)).toBe(expected));
