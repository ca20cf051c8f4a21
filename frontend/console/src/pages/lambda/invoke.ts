import { InvokeCommand } from "@aws-sdk/client-lambda";

import { lambda } from "../../aws/lambda";

export interface Invocation {
  payload: string;
  /** what a failed function's answer is marked with: `Unhandled` */
  error: string | undefined;
  log: string;
  requestId: string | undefined;
  milliseconds: number;
}

/** Invokes a function and waits for its answer and the end of its log (4 KB). */
export async function invoke(
  region: string,
  functionName: string,
  event: string,
): Promise<Invocation> {
  const began = performance.now();
  const answer = await lambda(region).send(
    new InvokeCommand({
      FunctionName: functionName,
      LogType: "Tail",
      Payload: new TextEncoder().encode(event),
    }),
  );
  return {
    payload: answer.Payload ? answer.Payload.transformToString() : "",
    error: answer.FunctionError,
    log: decodeLog(answer.LogResult ?? ""),
    requestId: answer.$metadata.requestId,
    milliseconds: performance.now() - began,
  };
}

/** Base64 of UTF-8, as Lambda sends a log. */
export function decodeLog(base64: string): string {
  return new TextDecoder().decode(
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
  );
}
