import { apiBaseUrl } from "./config";

/** Asks for a new virus; the answer is its id. */
export async function create(): Promise<string> {
  const response = await fetch(`${apiBaseUrl}/virus`, { method: "POST" });
  if (!response.ok) throw new Error(`POST /virus was answered with ${response.status}.`);
  const { id } = (await response.json()) as { id: string };
  return id;
}
