import { afterEach, expect, test, vi } from "vitest";

import { createVirus, getVirusIds, killVirus } from "./api";

vi.mock("./config", () => ({ apiBaseUrl: "" }));

function backendAnswers(body: unknown, status = 200) {
  const fetch = vi.fn(() => Promise.resolve(Response.json(body, { status })));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

const list = () => getVirusIds(new AbortController().signal);

afterEach(() => vi.unstubAllGlobals());

test("lists the viruses, without those that have no usable id", async () => {
  const odd = [null, 7, "a", {}, { id: 7 }, { id: "" }, { id: "\ud800" }, { name: "b" }];
  backendAnswers({ viruses: [{ id: "a" }, ...odd, { id: "<b>", kind: "unknown" }] });
  await expect(list()).resolves.toEqual(["a", "<b>"]);
});

test.each([null, [], {}, "text", { viruses: {} }])(
  "says what is wrong with the list %j",
  (body) => {
    backendAnswers(body);
    return expect(list()).rejects.toThrow("answered otherwise");
  },
);

test("an id goes into the path as one step", async () => {
  const fetch = backendAnswers({});
  await killVirus("a/../b?c#d");
  expect(fetch).toHaveBeenCalledWith("/virus/a%2F..%2Fb%3Fc%23d", expect.anything());
});

test.each([
  [410, {}],
  [404, { message: "There is no such virus." }],
  [404, "no JSON object"],
])("a virus that is gone (%j, %j) is as good as killed", (status, body) => {
  backendAnswers(body, status);
  return expect(killVirus("a")).resolves.toBeUndefined();
});

test("a missing route is not taken for a missing virus", () => {
  backendAnswers({ message: "Not Found" }, 404);
  return expect(killVirus("a")).rejects.toThrow("no route DELETE /virus/{id}");
});

test.each([
  [400, { message: "The body is not JSON." }, "status 400: The body is not JSON."],
  [403, "<b>no</b>", "status 403."],
  [429, {}, "Try again in a moment"],
  [500, { message: "Internal Server Error" }, "make logs"],
  [503, {}, "took too long"],
])("explains status %j", (status, body, words) => {
  backendAnswers(body, status);
  return expect(createVirus()).rejects.toThrow(words);
});

test("says what to do when nothing answers", () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  return expect(createVirus()).rejects.toThrow("make up");
});
