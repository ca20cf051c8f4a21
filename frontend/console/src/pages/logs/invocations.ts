import type { LogLine } from "./tail";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
// As Lambda writes it, as its loggers do between tabs, and as JSON lines have it.
const REQUEST_ID = new RegExp(
  `\\bRequestId: (${UUID})|\\t(${UUID})(?:\\t|$)|"(?:requestId|AWSRequestId|aws_request_id)"\\s*:\\s*"(${UUID})"`,
);
const BEGINS = /^START |"type"\s*:\s*"platform\.start"/;
const ENDS = /^REPORT |"type"\s*:\s*"platform\.report"/;

/** The invocation that a line names by its request id, if it names one. */
export function requestIdOf(text: string): string | undefined {
  return REQUEST_ID.exec(text)?.slice(1).find(Boolean);
}

/**
 * Which invocation each line belongs to: the line's id, and the invocation's request id.
 *
 * A stream is one execution environment, which does one thing at a time: what it writes between the start of an
 * invocation and its report is of that invocation.
 */
export function invocationsOf(lines: readonly LogLine[]): Map<string, string> {
  const found = new Map<string, string>();
  const running = new Map<string, string>();
  for (const { id, stream, text } of lines) {
    const named = requestIdOf(text);
    if (named && BEGINS.test(text)) running.set(stream, named);
    const owner = named ?? running.get(stream);
    if (owner) found.set(id, owner);
    if (ENDS.test(text)) running.delete(stream);
  }
  return found;
}
