export interface Sent {
  method: string;
  url: string;
  headers: [string, string][];
  body: string;
}

export interface Answer {
  status: number;
  statusText: string;
  headers: [string, string][];
  body: string;
  milliseconds: number;
}

const WITHOUT_BODY = new Set(["GET", "HEAD"]);

/** Sends a request and reads the whole answer. */
export async function sendRequest({ method, url, headers, body }: Sent): Promise<Answer> {
  const began = performance.now();
  const init: RequestInit = {
    method,
    headers,
    redirect: "manual",
    cache: "no-store",
    credentials: "omit",
  };
  if (body && !WITHOUT_BODY.has(method)) init.body = body;
  const response = await fetch(url, init);
  if (response.type === "opaqueredirect") {
    throw new Error(
      "The answer is a redirection, which browsers do not let pages read. Copy it as curl command.",
    );
  }
  const text = await response.text();
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    body: text,
    milliseconds: performance.now() - began,
  };
}
