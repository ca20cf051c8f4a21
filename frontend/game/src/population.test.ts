import { expect, test } from "vitest";

import { emptyPopulation, nextPopulation, shownViruses, type PopulationEvent } from "./population";

function after(...events: PopulationEvent[]): string[] {
  return shownViruses(events.reduce(nextPopulation, emptyPopulation));
}

test("a created virus is shown once, however often it is announced", () => {
  expect(
    after(
      { type: "created", id: "a" },
      { type: "created", id: "a" },
      { type: "listed", ids: ["a"] },
      { type: "created", id: "a" },
    ),
  ).toEqual(["a"]);
});

test("a virus created while the list is loading stays, though the list lacks it", () => {
  expect(
    after({ type: "connected" }, { type: "created", id: "new" }, { type: "listed", ids: ["old"] }),
  ).toEqual(["new", "old"]);
});

test("a virus killed while the list is loading stays dead, though the list has it", () => {
  expect(
    after({ type: "connected" }, { type: "killed", id: "a" }, { type: "listed", ids: ["a", "b"] }),
  ).toEqual(["b"]);
});

test("a repeated creation message does not raise the dead", () => {
  expect(
    after({ type: "created", id: "a" }, { type: "killed", id: "a" }, { type: "created", id: "a" }),
  ).toEqual([]);
});

test("the list after a reconnection removes what died meanwhile, and adds what was born", () => {
  expect(
    after(
      { type: "connected" },
      { type: "listed", ids: ["a"] },
      { type: "created", id: "b" },
      { type: "connected" },
      { type: "listed", ids: ["a", "c"] },
    ),
  ).toEqual(["a", "c"]);
});

test("a list in another order leaves the order on the page alone", () => {
  expect(
    after({ type: "listed", ids: ["a", "b"] }, { type: "listed", ids: ["c", "b", "a"] }),
  ).toEqual(["a", "b", "c"]);
});

test("a clicked virus disappears at once, and a list loaded meanwhile does not show it", () => {
  expect(
    after(
      { type: "listed", ids: ["a", "b"] },
      { type: "clicked", id: "a" },
      { type: "listed", ids: ["a", "b"] },
    ),
  ).toEqual(["b"]);
});

test("a clicked virus that survived is back", () => {
  expect(
    after(
      { type: "listed", ids: ["a"] },
      { type: "clicked", id: "a" },
      { type: "survived", id: "a" },
    ),
  ).toEqual(["a"]);
});

test("a failed click does not bring back a virus that another window killed", () => {
  expect(
    after(
      { type: "listed", ids: ["a"] },
      { type: "clicked", id: "a" },
      { type: "killed", id: "a" },
      { type: "survived", id: "a" },
    ),
  ).toEqual([]);
});
