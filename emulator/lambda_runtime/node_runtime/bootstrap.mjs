// Entry script of a Node.js function's process, as /var/runtime/index.mjs is on AWS.
//
// AWS's own npm client needs a C++ tool chain to install; this one speaks the same Runtime API with what Node.js has.
// Arguments: the descriptor of the lifeline, the handler.
import { contextFor } from "./context.mjs";
import { describe } from "./errors.mjs";
import { loadHandler } from "./handler.mjs";
import { holdLifeline } from "./lifeline.mjs";
import { logError, patchConsole, setRequestId } from "./logging.mjs";
import { resolveLocalNames } from "./names.mjs";
import { invoke } from "./invoke.mjs";
import * as runtimeApi from "./runtime_api.mjs";

const [lifeline, handlerName] = process.argv.slice(2);
process.argv.length = 2;

/** The invocation that runs, if one does: whatever goes wrong outside of its handler is its error, too. */
let current;

/** An error that nobody has caught ends the process, after it was told. */
async function die(title, error, status) {
  logError(title, error);
  await runtimeApi.reportError(current, error);
  process.exit(status);
}

holdLifeline(Number(lifeline));
resolveLocalNames();
patchConsole();

process.on("uncaughtException", (error) => void die("Uncaught Exception", describe(error), 129));
process.on("unhandledRejection", (reason) => {
  const { errorMessage, errorType, trace } = describe(reason);
  const rejection = {
    errorType: "Runtime.UnhandledPromiseRejection",
    errorMessage: reason instanceof Error ? `${errorType}: ${errorMessage}` : errorMessage,
    reason: describe(reason),
    promise: {},
    trace: [`Runtime.UnhandledPromiseRejection: ${errorType}: ${errorMessage}`, ...trace.slice(1)],
  };
  void die("Unhandled Promise Rejection", rejection, 128);
});

let handler;
try {
  handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, handlerName);
} catch (error) {
  await die("Uncaught Exception", describe(error), 1);
}
for (;;) {
  const { event, headers } = await runtimeApi.next();
  current = headers["lambda-runtime-aws-request-id"];
  setRequestId(current);
  process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
  try {
    await runtimeApi.respond(current, await invoke(handler, event, contextFor(headers)));
  } catch (error) {
    const described = describe(error);
    logError("Invoke Error", described);
    await runtimeApi.reportError(current, described);
  }
  current = undefined;
}
