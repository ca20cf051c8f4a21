/** Asks one of Petri's own endpoints, which are for the console alone; they are no AWS APIs. */
export async function petri<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(`/_petri/${path}`, {
    signal,
    headers: { accept: "application/json" },
  });
  if (response.status === 404)
    throw new NotOffered("This emulator does not offer it, or it is gone by now.");
  if (!response.ok)
    throw new Error(`Petri answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  return (await response.json()) as T;
}

/** The emulator has no such endpoint, or nothing by this name. */
export class NotOffered extends Error {}
