import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { openLiveConnection, type Connection } from "./liveConnection";

/** A WebSocket whose network is this test. */
class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  closed = false;

  constructor(readonly url: string) {
    super();
    if (url === "nonsense") throw new SyntaxError("no URL");
    FakeSocket.all.push(this);
  }

  close() {
    this.closed = true;
    this.dispatchEvent(new Event("close"));
  }
}

const sockets = FakeSocket.all;
const changes: Connection[] = [];
const frames: unknown[] = [];
let opened = 0;

function open(url = "ws://backend") {
  return openLiveConnection(url, {
    onChange: (connection) => changes.push(connection),
    onOpen: () => (opened += 1),
    onFrame: (data) => frames.push(data),
  });
}

const happens = (event: string) => sockets.at(-1)?.dispatchEvent(new Event(event));
const states = () => changes.map(({ state }) => state);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  sockets.length = changes.length = frames.length = opened = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("connects, and hands frames on", () => {
  open();
  happens("open");
  sockets[0]?.dispatchEvent(new MessageEvent("message", { data: "news" }));
  expect(states()).toEqual(["connecting", "live"]);
  expect(opened).toBe(1);
  expect(frames).toEqual(["news"]);
});

test("comes back after growing waits, and says when", () => {
  open();
  happens("open");
  happens("close");
  expect(changes.at(-1)).toMatchObject({ state: "reconnecting", nextAttempt: Date.now() + 500 });
  vi.advanceTimersByTime(499);
  expect(sockets).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(sockets).toHaveLength(2);
  expect(changes.at(-1)).not.toHaveProperty("nextAttempt");
  happens("close");
  expect(changes.at(-1)).toMatchObject({ nextAttempt: Date.now() + 1000 });
  vi.advanceTimersByTime(1000);
  happens("open");
  expect(changes.at(-1)).toEqual({ state: "live" });
  expect(opened).toBe(2);
});

test("a connection that lasted starts with short waits again; one that broke at once does not", () => {
  open();
  happens("close");
  vi.advanceTimersByTime(500);
  happens("open");
  happens("close");
  expect(changes.at(-1)).toMatchObject({ nextAttempt: Date.now() + 1000 });
  vi.advanceTimersByTime(1000);
  happens("open");
  vi.advanceTimersByTime(6000);
  happens("close");
  expect(changes.at(-1)).toMatchObject({ nextAttempt: Date.now() + 500 });
});

test("a retry asked for is made at once, and only once", () => {
  const connection = open();
  happens("close");
  connection.retryNow();
  connection.retryNow();
  vi.advanceTimersByTime(20_000);
  expect(sockets).toHaveLength(2);
});

test("an attempt without an answer is given up", () => {
  open();
  vi.advanceTimersByTime(30_000);
  expect(sockets[0]?.closed).toBe(true);
  expect(changes.at(-1)).toMatchObject({ state: "reconnecting" });
});

test("a wrong address is said, not tried again", () => {
  open("nonsense");
  vi.advanceTimersByTime(60_000);
  expect(changes.at(-1)).toMatchObject({
    state: "off",
    reason: expect.stringContaining("nonsense") as unknown,
  });
  expect(sockets).toHaveLength(0);
});

test("closed is closed", () => {
  const connection = open();
  happens("open");
  connection.close();
  connection.retryNow();
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
  expect(states()).toEqual(["connecting", "live"]);
  expect(vi.getTimerCount()).toBe(0);
});
