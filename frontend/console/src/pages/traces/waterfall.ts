import { groupBy } from "../../components/groupBy";
import type { Span } from "./trace";

export interface Row {
  span: Span;
  depth: number;
  /** milliseconds after the trace began */
  offset: number;
  /** of the whole width, in percent */
  left: number;
  width: number;
}

// What took no time is still to be seen.
const LEAST_WIDTH = 0.4;

/** The spans of a trace as rows: each below what caused it, brothers in the order of time. */
export function waterfall(spans: readonly Span[]): Row[] {
  const begin = Math.min(...spans.map(({ startedAt }) => startedAt));
  const end = Math.max(...spans.map(({ startedAt, durationMs }) => startedAt + durationMs));
  const whole = Math.max(end - begin, 0.001);
  const known = new Set(spans.map(({ id }) => id));
  // A span whose cause is not known (any more) begins a tree of its own.
  const children = groupBy(spans, ({ id, parentId }) =>
    parentId !== null && parentId !== id && known.has(parentId) ? parentId : null,
  );
  const rows: Row[] = [];
  const seen = new Set<string>();

  function add(parent: string | null, depth: number) {
    const members = children.get(parent) ?? [];
    for (const span of members.toSorted((a, b) => a.startedAt - b.startedAt)) show(span, depth);
  }
  function show(span: Span, depth: number) {
    if (seen.has(span.id)) return;
    seen.add(span.id);
    const offset = span.startedAt - begin;
    const left = Math.min((offset / whole) * 100, 100 - LEAST_WIDTH);
    const width = Math.min(Math.max((span.durationMs / whole) * 100, LEAST_WIDTH), 100 - left);
    rows.push({ span, depth, offset, left, width });
    add(span.id, depth + 1);
  }
  add(null, 0);
  // Spans that are said to be each other's cause.
  for (const span of spans) show(span, 0);
  return rows;
}
