/**
 * The viruses this window knows of. Three sources tell about them, in any order: the list (GET), the
 * live messages, and the clicks made here. A virus id is never used twice, so the dead stay dead.
 */
export interface Population {
  /** Viruses that live in the backend, as far as we were told. */
  alive: ReadonlySet<string>;
  /** Killed for certain. A late list or a repeated message must not bring them back. */
  dead: ReadonlySet<string>;
  /** Clicked here, the answer of the backend is awaited. Not shown meanwhile. */
  clicked: ReadonlySet<string>;
  /** Created since the connection opened. A list that was read a moment before may lack them. */
  fresh: ReadonlySet<string>;
  /** Counts the times the connection opened: each is a reason to load the list again. */
  connections: number;
  /** Whether a list was ever loaded. */
  listed: boolean;
}

export type PopulationEvent =
  | { type: "connected" }
  | { type: "listed"; ids: string[] }
  | { type: "created"; id: string }
  | { type: "killed"; id: string }
  | { type: "clicked"; id: string }
  | { type: "survived"; id: string };

export const emptyPopulation: Population = {
  alive: new Set(),
  dead: new Set(),
  clicked: new Set(),
  fresh: new Set(),
  connections: 0,
  listed: false,
};

/** The ids to show, oldest acquaintance first. */
export function shownViruses({ alive, clicked }: Population): string[] {
  return [...alive].filter((id) => !clicked.has(id));
}

/** The reducer: what we know after `event`. Repeated events change nothing. */
export function nextPopulation(now: Population, event: PopulationEvent): Population {
  switch (event.type) {
    case "connected":
      return { ...now, fresh: new Set(), connections: now.connections + 1 };
    case "listed":
      return { ...now, alive: aliveAfterList(now, event.ids), listed: true };
    case "created":
      if (now.dead.has(event.id)) return now;
      return { ...now, alive: plus(now.alive, event.id), fresh: plus(now.fresh, event.id) };
    case "killed":
      return {
        ...now,
        alive: minus(now.alive, event.id),
        dead: plus(now.dead, event.id),
        clicked: minus(now.clicked, event.id),
      };
    case "clicked":
      return { ...now, clicked: plus(now.clicked, event.id) };
    case "survived":
      return { ...now, clicked: minus(now.clicked, event.id) };
  }
}

function aliveAfterList({ alive, dead, fresh }: Population, ids: string[]): Set<string> {
  const told = new Set([...ids, ...fresh]);
  const known = [...alive].filter((id) => told.has(id)); // first, so that the order on the page stays
  return new Set([...known, ...told].filter((id) => !dead.has(id)));
}

function plus(ids: ReadonlySet<string>, id: string): Set<string> {
  return new Set(ids).add(id);
}

function minus(ids: ReadonlySet<string>, id: string): Set<string> {
  const rest = new Set(ids);
  rest.delete(id);
  return rest;
}
