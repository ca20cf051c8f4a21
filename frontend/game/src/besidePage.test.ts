import { expect, test } from "vitest";

import { besidePage, isLoopback } from "./besidePage";

const here = new URL("http://localhost:3000/");
const phone = new URL("http://192.168.1.5:3000/?projector");

test.each(["localhost", "a.localhost", "127.0.0.1", "127.8.9.1", "[::1]"])("%s is here", (name) => {
  expect(isLoopback(name)).toBe(true);
});

test.each(["192.168.1.5", "localhost.example.org", "128.0.0.1", ""])("%j is not here", (name) => {
  expect(isLoopback(name)).toBe(false);
});

test("on this machine addresses stay as they are", () => {
  expect(besidePage("http://localhost:4566/a/dev", here)).toBe("http://localhost:4566/a/dev");
});

test("from another machine a backend on localhost is behind the page's own server", () => {
  expect(besidePage("http://localhost:4566/a/dev", phone)).toBe("http://192.168.1.5:3000/a/dev");
  expect(besidePage("ws://127.0.0.1:4566/b/dev", phone)).toBe("ws://192.168.1.5:3000/b/dev");
});

test.each(["", "nonsense", "https://abc.execute-api.eu-west-1.amazonaws.com/dev"])(
  "%j is left alone",
  (address) => {
    expect(besidePage(address, phone)).toBe(address);
  },
);
