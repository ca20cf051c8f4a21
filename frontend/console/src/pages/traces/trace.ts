export interface TraceSummary {
  id: string;
  name: string;
  /** milliseconds since 1970 */
  startedAt: number;
  durationMs: number;
  status: "ok" | "error";
  /** how many */
  spans: number;
}

export interface Span {
  id: string;
  parentId: string | null;
  kind: string;
  name: string;
  resource: string | null;
  /** milliseconds since 1970, with fractions */
  startedAt: number;
  durationMs: number;
  status: "ok" | "error";
  request: string | null;
  response: string | null;
  attributes: Record<string, unknown>;
}

export interface Trace {
  id: string;
  spans: Span[];
}
