import { remember, remembered } from "../../remembered";

export type TestEvents = Record<string, string>;

/** Events that every function has. */
export const TEMPLATES: TestEvents = {
  "Empty event": "{}",
  "HTTP API request": JSON.stringify(
    {
      version: "2.0",
      routeKey: "GET /hello",
      rawPath: "/hello",
      rawQueryString: "",
      headers: { accept: "*/*" },
      pathParameters: { id: "1" },
      requestContext: {
        http: { method: "GET", path: "/hello", sourceIp: "127.0.0.1" },
        stage: "dev",
      },
      isBase64Encoded: false,
    },
    undefined,
    2,
  ),
  "Scheduled event": JSON.stringify(
    { version: "0", "detail-type": "Scheduled Event", source: "aws.events", detail: {} },
    undefined,
    2,
  ),
};

/** The events that were saved for a function in this browser. */
export function savedEvents(functionName: string): TestEvents {
  const found = remembered(`test-events.${functionName}`);
  if (typeof found !== "object" || found === null) return {};
  return Object.fromEntries(
    Object.entries(found).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

export function saveEvents(functionName: string, events: TestEvents): void {
  remember(`test-events.${functionName}`, events);
}
