import type { Stack } from "./stack";

export type Kind = "browsers" | "http" | "websocket" | "function" | "table" | "rule";

export interface GraphNode {
  id: string;
  kind: Kind;
  title: string;
  /** what calls it, in a line */
  note: string;
  /** below the console's root */
  page: string;
  /** from left to right: browsers, what calls, functions, tables, functions of streams */
  column: number;
}

export interface GraphEdge {
  id: string;
  from: string;
  to: string;
  label: string;
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** A call that the feed told of, between things that no AWS API says belong together. */
export interface LearnedCall {
  function: string;
  to: string;
  label: string;
}

export const BROWSERS = "browsers";

export const id = {
  api: (apiId: string) => `api ${apiId}`,
  function: (name: string) => `function ${name}`,
  table: (name: string) => `table ${name}`,
  rule: (name: string) => `rule ${name}`,
  edge: (from: string, to: string) => `${from} → ${to}`,
};

/** The stack as a picture: things, and what flows between them. */
export function buildGraph(stack: Stack, learned: readonly LearnedCall[] = []): Graph {
  const ofStream = new Set(stack.streams.map((stream) => stream.function));
  const nodes: Omit<GraphNode, "note">[] = [
    ...(stack.apis.length > 0
      ? [
          {
            id: BROWSERS,
            kind: "browsers" as const,
            title: "Browsers",
            page: "/api-gateway",
            column: 0,
          },
        ]
      : []),
    ...stack.apis.map(({ id: apiId, name, isWebSocket }) => ({
      id: id.api(apiId),
      kind: isWebSocket ? ("websocket" as const) : ("http" as const),
      title: name,
      page: `/api-gateway/${apiId}`,
      column: 1,
    })),
    ...stack.rules.map(({ name }) => ({
      id: id.rule(name),
      kind: "rule" as const,
      title: name,
      page: "/events",
      column: 1,
    })),
    ...stack.functions.map(({ name }) => ({
      id: id.function(name),
      kind: "function" as const,
      title: name,
      page: `/lambda/${name}`,
      column: ofStream.has(name) ? 4 : 2,
    })),
    ...stack.tables.map((name) => ({
      id: id.table(name),
      kind: "table" as const,
      title: name,
      page: `/dynamodb/${name}`,
      column: 3,
    })),
  ];
  const edges = new Edges(new Set(nodes.map((node) => node.id)));
  for (const api of stack.apis) {
    edges.add(BROWSERS, id.api(api.id), api.isWebSocket ? "WebSocket" : "HTTP");
    for (const route of api.routes)
      edges.add(id.api(api.id), id.function(route.function), route.key);
  }
  for (const rule of stack.rules) {
    for (const name of rule.functions)
      edges.add(id.rule(rule.name), id.function(name), rule.schedule);
  }
  for (const { table, function: name } of stack.streams)
    edges.add(id.table(table), id.function(name), "stream");
  for (const { name, environment } of stack.functions) {
    // What a function works with, it usually has in its environment.
    for (const table of stack.tables.filter((each) => environment.includes(each))) {
      edges.add(id.function(name), id.table(table), "");
    }
  }
  for (const call of learned) edges.add(id.function(call.function), call.to, call.label);
  const all = edges.all();
  return {
    nodes: inOrderOfEdges(nodes, all).map((node) => ({ ...node, note: noteOf(node, all) })),
    edges: all,
  };
}

/** Functions beside what calls them: fewer lines cross. */
function inOrderOfEdges<N extends { id: string; kind: Kind }>(nodes: N[], edges: GraphEdge[]): N[] {
  const first = new Map<string, number>();
  edges.forEach(({ to }, index) => first.set(to, first.get(to) ?? index));
  const rank = (node: N) => (node.kind === "function" ? (first.get(node.id) ?? edges.length) : -1);
  return nodes.toSorted((a, b) => rank(a) - rank(b));
}

function noteOf({ id: node, kind }: { id: string; kind: Kind }, edges: GraphEdge[]): string {
  if (kind !== "function") return "";
  return edges
    .filter(({ to }) => to === node)
    .map(({ label }) => label)
    .filter(Boolean)
    .join(", ");
}

/** One edge between two things, however many reasons there are for it. */
class Edges {
  readonly #edges = new Map<string, { from: string; to: string; labels: Set<string> }>();
  readonly #known: ReadonlySet<string>;

  constructor(known: ReadonlySet<string>) {
    this.#known = known;
  }

  add(from: string, to: string, label: string) {
    if (!this.#known.has(from) || !this.#known.has(to)) return;
    const key = id.edge(from, to);
    const edge = this.#edges.get(key) ?? { from, to, labels: new Set() };
    if (label) edge.labels.add(label);
    this.#edges.set(key, edge);
  }

  all(): GraphEdge[] {
    return [...this.#edges].map(([key, { from, to, labels }]) => ({
      id: key,
      from,
      to,
      label: [...labels].join(", "),
    }));
  }
}
