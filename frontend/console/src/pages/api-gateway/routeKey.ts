export interface Request {
  method: string;
  path: string;
}

/** A first request for a route: `POST /virus`, `ANY /a/{id}`, `GET /{rest+}`, `$default`. */
export function requestFor(routeKey: string): Request {
  const [method = "GET", path = "/"] = routeKey.startsWith("$")
    ? ["GET", "/"]
    : routeKey.split(" ");
  return { method: method === "ANY" ? "GET" : method, path };
}

/** The variables that a path still has: they must be filled in before it is sent. */
export function openVariables(path: string): string[] {
  return Array.from(path.matchAll(/\{([^{}]+)\}/g), ([, name]) => name ?? "");
}

/** Orders route keys by what they are about: all methods of a path beside each other. */
export function byPath(one: string, other: string): number {
  const [a, b] = [requestFor(one), requestFor(other)];
  return a.path.localeCompare(b.path) || b.method.localeCompare(a.method);
}
