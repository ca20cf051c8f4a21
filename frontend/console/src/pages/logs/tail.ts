import { FilterLogEventsCommand, type FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";

import { logs } from "../../aws/logs";

export interface LogLine {
  id: string;
  /** milliseconds since 1970 */
  at: number;
  stream: string;
  text: string;
}

/** How many lines are kept and shown: older ones give way. */
export const MOST_LINES = 500;

// Of a flood only so much is read at a time; the rest comes the next time.
const MOST_PAGES = 10;

/** The lines since `from`, and before `to` if that is given; oldest first. */
export async function readLines(
  region: string,
  group: string,
  pattern: string,
  { from, to }: { from: number; to: number | undefined },
  abortSignal: AbortSignal,
): Promise<LogLine[]> {
  const found: LogLine[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const command = new FilterLogEventsCommand({
      logGroupName: group,
      startTime: from,
      endTime: to,
      filterPattern: pattern || undefined,
      limit: 1000,
      nextToken,
    });
    const answer = await logs(region).send(command, { abortSignal }).catch(nothingIfNoGroup);
    found.push(...(answer.events ?? []).map(lineOf));
    nextToken = answer.nextToken;
    if (!nextToken) break;
  }
  return found;
}

/** A function's group is made with its first line: before that, there is nothing to read yet. */
export function nothingIfNoGroup(error: unknown): {
  events: FilteredLogEvent[];
  nextToken?: undefined;
} {
  if (error instanceof Error && error.name === "ResourceNotFoundException") return { events: [] };
  throw error;
}

function lineOf({ eventId, timestamp, logStreamName, message }: FilteredLogEvent): LogLine {
  const at = timestamp ?? 0;
  return {
    id: eventId ?? `${at} ${logStreamName ?? ""} ${message ?? ""}`,
    at,
    stream: logStreamName ?? "",
    text: (message ?? "").replace(/\n$/, ""),
  };
}

/** Adds what is new; the last of the lines before are asked for again, as more may have come in their millisecond. */
export function join(before: LogLine[], more: LogLine[], most = MOST_LINES): LogLine[] {
  const known = new Set(before.map(({ id }) => id));
  const fresh = more.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return before;
  return [...before, ...fresh].sort((a, b) => a.at - b.at).slice(-most);
}

/** The trace that a line names (`1-65f0c1a2-…`), if it names one. */
export function traceOf(text: string): string | undefined {
  return /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/.exec(text)?.[0];
}
