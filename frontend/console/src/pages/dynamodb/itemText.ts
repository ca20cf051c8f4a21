import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type Item = Record<string, AttributeValue>;

const TYPES = new Set(["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"]);

/** An item as DynamoDB JSON, which keeps what JSON has no types for: exact numbers, sets, binary. */
export function toText(item: Item): string {
  return JSON.stringify(withBase64(item), undefined, 2);
}

/** Reads DynamoDB JSON. Throws an Error that says what is wrong, for the one who typed it. */
export function fromText(text: string): Item {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is no JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (!isRecord(read)) throw new Error('An item is an object, such as {"id": {"S": "1"}}.');
  return readMap(read, "");
}

function readMap(map: Record<string, unknown>, where: string): Item {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, readValue(value, where + name)]),
  );
}

function readValue(value: unknown, where: string): AttributeValue {
  const entries = isRecord(value) ? Object.entries(value) : [];
  const [entry] = entries;
  if (entries.length !== 1 || !entry || !TYPES.has(entry[0])) {
    throw new Error(
      `${where} needs a type: write {"S": "text"}, {"N": "1"}, {"BOOL": true}, {"L": […]} or {"M": {…}}.`,
    );
  }
  const [type, content] = entry;
  if (type === "B") return { B: fromBase64(content, where) };
  if (type === "BS" && Array.isArray(content))
    return { BS: content.map((each) => fromBase64(each, where)) };
  if (type === "M" && isRecord(content)) return { M: readMap(content, `${where}.`) };
  if (type === "L" && Array.isArray(content)) {
    return { L: content.map((each, index) => readValue(each, `${where}[${index}]`)) };
  }
  // Whether the content suits its type is for DynamoDB to say.
  return { [type]: content } as unknown as AttributeValue;
}

function withBase64(value: unknown): unknown {
  if (value instanceof Uint8Array) return toBase64(value);
  if (Array.isArray(value)) return value.map(withBase64);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withBase64(each)]));
}

export function toBase64(content: Uint8Array): string {
  return btoa(Array.from(content, (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: unknown, where: string): Uint8Array {
  try {
    return Uint8Array.from(atob(String(text)), (character) => character.charCodeAt(0));
  } catch (error) {
    throw new Error(`${where} is binary: its value must be base64.`, { cause: error });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
