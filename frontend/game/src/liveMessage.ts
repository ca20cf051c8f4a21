import { isVirusId } from "./virusId";

/** What the backend tells every open window: a virus was created, or one was killed. */
export interface LiveMessage {
  virusId?: string;
  killedVirusId?: string;
}

/** Reads the text of one WebSocket frame; undefined for anything that is not a message we know. */
export function parseLiveMessage(data: unknown): LiveMessage | undefined {
  const { virusId, killedVirusId } = parseObject(data);
  if (isVirusId(virusId)) return { virusId };
  if (isVirusId(killedVirusId)) return { killedVirusId };
  return undefined;
}

function parseObject(data: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
