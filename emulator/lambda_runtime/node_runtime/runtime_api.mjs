// The Lambda Runtime API, version 2018-06-01: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import http from "node:http";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body, headers) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { agent, host, port, method, path: `/2018-06-01/runtime/${path}`, headers },
      (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve({ response, body: Buffer.concat(chunks).toString() }));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function post(path, text, headers = {}) {
  const body = Buffer.from(text);
  return call("POST", path, body, {
    "Content-Type": "application/json",
    "Content-Length": body.length,
    ...headers,
  });
}

/** Wait for the next invocation. */
export async function next() {
  const { response, body } = await call("GET", "invocation/next");
  return { event: JSON.parse(body), headers: response.headers };
}

/** Tell what the handler returned, as JSON. */
export async function respond(requestId, json) {
  await post(`invocation/${requestId}/response`, json);
}

/** Tell what went wrong: in an invocation, or, without its id, while the function was loaded. */
export async function reportError(requestId, described) {
  const path = requestId ? `invocation/${requestId}/error` : "init/error";
  await post(path, JSON.stringify(described), {
    "Lambda-Runtime-Function-Error-Type": described.errorType,
  });
}
