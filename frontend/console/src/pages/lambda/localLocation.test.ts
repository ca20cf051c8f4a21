import { expect, test } from "vitest";

import { localLocation } from "./localLocation";

const HERE = "http://localhost:4566";

test.each([
  [
    "http://s3.localhost.localstack.cloud:4566/bucket/key?X-Amz-Date=1",
    `${HERE}/bucket/key?X-Amz-Date=1`,
  ],
  ["http://bucket.s3.localhost.localstack.cloud:4566/key?a=b", `${HERE}/bucket/key?a=b`],
  ["http://localhost:4566/bucket/key", `${HERE}/bucket/key`],
])("%s", (location, expected) => expect(localLocation(location, HERE)).toBe(expected));
