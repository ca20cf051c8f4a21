import type { Span } from "./trace";

/** The page with the log lines of an invocation; undefined for what is no invocation. */
export function logLines({ kind, resource, startedAt, durationMs, attributes }: Span) {
  const { requestId } = attributes;
  if (kind !== "function" || !resource || typeof requestId !== "string") return undefined;
  const search = new URLSearchParams({
    name: `/aws/lambda/${resource}`,
    request: requestId,
    from: String(Math.floor(startedAt)),
    to: String(Math.ceil(startedAt + durationMs)),
  });
  return `/logs/group?${search.toString()}`;
}
