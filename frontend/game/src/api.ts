import { apiBaseUrl } from "./config";

/** The ids of all living viruses: `GET /virus` answers `{"viruses": [{"id": "…"}]}`. */
export async function getVirusIds(signal: AbortSignal): Promise<string[]> {
  const response = await request("GET", "/virus", signal);
  const body: unknown = await response.json().catch(() => undefined);
  if (!isVirusList(body)) {
    throw new Error(
      'GET /virus should answer {"viruses": [{"id": "…"}]}, but it answered otherwise.',
    );
  }
  return body.viruses.map((virus) => virus.id);
}

/** Asks for a new virus. The answer is not shown: the virus arrives by message, as in every window. */
export async function createVirus(): Promise<void> {
  await request("POST", "/virus");
}

export async function killVirus(id: string): Promise<void> {
  await request("DELETE", `/virus/${encodeURIComponent(id)}`);
}

/** The reason of a failed request, for people. */
export function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Sends one request; throws an Error whose message can be shown to people. */
async function request(method: string, path: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(apiBaseUrl + path, { method, signal: signal ?? null });
  } catch (cause) {
    throw new Error("The API cannot be reached. Is the backend running? Try “make up”.", { cause });
  }
  if (!response.ok) {
    throw new Error(`${method} /virus was answered with status ${response.status}.`);
  }
  return response;
}

function isVirusList(body: unknown): body is { viruses: { id: string }[] } {
  const viruses = (body as { viruses?: unknown } | null | undefined)?.viruses;
  return (
    Array.isArray(viruses) &&
    viruses.every((virus) => typeof (virus as { id?: unknown } | null)?.id === "string")
  );
}
