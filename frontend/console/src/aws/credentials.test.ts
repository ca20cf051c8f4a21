import { afterEach, expect, test, vi } from "vitest";

import { credentials, isThisMachine } from "./credentials";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("on this machine nothing is asked for", () => {
  expect(credentials("localhost", undefined)).toEqual({
    accessKeyId: "test",
    secretAccessKey: "test",
  });
  expect(credentials("127.0.0.1", "100000000007")).toEqual({
    accessKeyId: "100000000007",
    secretAccessKey: "test",
  });
});

test("over the network the emulator tells the secret, once", async () => {
  const fetched = vi.fn(() => Promise.resolve(Response.json({ secretAccessKey: "s" })));
  vi.stubGlobal("fetch", fetched);
  for (const account of [undefined, "100000000007"]) {
    const provide = credentials("192.168.1.5", account);
    if (typeof provide !== "function") throw new Error("it should be asked for");
    expect(await provide()).toEqual({
      accessKeyId: account ?? "000000000000",
      secretAccessKey: "s",
    });
  }
  expect(fetched).toHaveBeenCalledTimes(1);
});

test.each(["192.168.1.5", "trainer.local", "localhost.example"])(
  "%s is another machine",
  (name) => {
    expect(isThisMachine(name)).toBe(false);
  },
);
