import { expect, test } from "vitest";

import { readEvent } from "./feed";

test("reads what it knows", () => {
  expect(readEvent('{"type":"skipped","at":1,"traceId":null,"count":7}')).toMatchObject({
    count: 7,
  });
});

test.each(["", "null", "7", "{}", '{"type":"of a later version"}', "not JSON"])(
  "leaves out %j",
  (data) => {
    expect(readEvent(data)).toBeUndefined();
  },
);
