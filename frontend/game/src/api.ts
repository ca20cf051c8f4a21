import { apiBaseUrl } from "./config";
import { isVirusId } from "./virusId";

/** The ids of all living viruses: `GET /virus` answers `{"viruses": [{"id": "…"}]}`. */
export async function getVirusIds(signal: AbortSignal): Promise<string[]> {
  const response = await request("GET", "/virus", signal);
  const { viruses } = await objectIn(response);
  if (!Array.isArray(viruses)) {
    throw new Error(
      'GET /virus should answer {"viruses": [{"id": "…"}]}, but it answered otherwise.',
    );
  }
  return viruses.map((virus) => (virus as { id?: unknown } | null)?.id).filter(isVirusId);
}

/** Asks for a new virus. The answer is not shown: the virus arrives by message, as in every window. */
export async function createVirus(): Promise<void> {
  await request("POST", "/virus");
}

/** Kills a virus. One that is gone already, because somebody else was quicker, is as good as killed. */
export async function killVirus(id: string): Promise<void> {
  const response = await send("DELETE", `/virus/${encodeURIComponent(id)}`);
  if (response.status === 410 || (response.status === 404 && !(await isWithoutRoute(response)))) {
    return;
  }
  await requireSuccess(response, "DELETE /virus/{id}");
}

/** The reason of a failed request, for people. */
export function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Sends one request; throws an Error whose message can be shown to people. */
async function request(method: string, path: string, signal?: AbortSignal): Promise<Response> {
  const response = await send(method, path, signal);
  await requireSuccess(response, `${method} ${path}`);
  return response;
}

async function send(method: string, path: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(apiBaseUrl + path, { method, signal: signal ?? null });
  } catch (cause) {
    throw new Error(
      "The API cannot be reached. Is the backend running (“make up”), and does its CORS configuration allow this page?",
      { cause },
    );
  }
}

async function requireSuccess(response: Response, route: string): Promise<void> {
  if (response.ok) return;
  throw new Error(await failureOf(response, route));
}

async function failureOf(response: Response, route: string): Promise<string> {
  const { status } = response;
  if (status === 404 && (await isWithoutRoute(response))) {
    return `The API has no route ${route}. Is it deployed?`;
  }
  if (status === 429) return "Too much at once. Try again in a moment.";
  if (status === 503 || status === 504) return `${route} took too long. “make logs” shows why.`;
  if (status >= 500) return `${route} failed (status ${status}). “make logs” shows why.`;
  const { message } = await objectIn(response);
  const reason = typeof message === "string" ? `: ${message.slice(0, 200)}` : ".";
  return `${route} was answered with status ${status}${reason}`;
}

/** API Gateway's own answer when no route matches; functions say more than that. */
async function isWithoutRoute(response: Response): Promise<boolean> {
  return (await objectIn(response))["message"] === "Not Found";
}

/** The JSON object that was answered, empty when the body is anything else. May be asked for again. */
async function objectIn(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return typeof body === "object" && body !== null ? { ...body } : {};
}
