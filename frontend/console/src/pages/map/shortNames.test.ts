import { expect, test } from "vitest";

import { shortNames } from "./shortNames";

test.each([
  [
    ["shop-dev-create", "shop-dev-kill"],
    ["create", "kill"],
  ],
  [
    ["shop-dev-create", "shop-prod-kill"],
    ["dev-create", "prod-kill"],
  ],
  [
    ["shop-create", "other-kill"],
    ["shop-create", "other-kill"],
  ],
  [["shop-create"], ["shop-create"]],
  [[], []],
])("%j", (names, short) => expect([...shortNames(names).values()]).toEqual(short));
