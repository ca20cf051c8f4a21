import { expect, test } from "vitest";

import { curl } from "./curl";

test("quotes what the shell would read", () => {
  const sent = {
    method: "POST",
    url: "http://localhost:4566/a?b=1",
    headers: [["a", "it's"]] as [string, string][],
  };
  expect(curl({ ...sent, body: '{"a":1}' })).toBe(
    `curl -i -X POST 'http://localhost:4566/a?b=1' -H 'a: it'\\''s' --data-raw '{"a":1}'`,
  );
});
