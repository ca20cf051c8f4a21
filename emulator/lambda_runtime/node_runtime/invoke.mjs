// Runs a handler in each of the styles it may be written in: async, or with a callback.

/** Resolves to the JSON of the result, rejects with what the handler throws or hands to its callback. */
export function invoke(handler, event, context) {
  return new Promise((resolve, reject) => {
    const succeed = (result) => {
      process.removeListener("beforeExit", onEmptyEventLoop);
      try {
        resolve(JSON.stringify(result ?? null) ?? "null");
      } catch (error) {
        reject(error);
      }
    };
    const fail = (error) => {
      process.removeListener("beforeExit", onEmptyEventLoop);
      reject(error);
    };
    // With nothing left to do and no answer given, the answer is null.
    let atTheEnd = () => succeed(null);
    const onEmptyEventLoop = () => atTheEnd();
    process.on("beforeExit", onEmptyEventLoop);

    const finish = (error, result) => {
      const answer = () => (error === undefined || error === null ? succeed(result) : fail(error));
      if (context.callbackWaitsForEmptyEventLoop) atTheEnd = answer;
      else answer();
    };
    // Older handlers use these in place of the callback.
    context.done = finish;
    context.succeed = (result) => finish(null, result);
    context.fail = (error) => finish(error ?? "handled");

    const returned = handler(event, context, finish);
    if (typeof returned?.then === "function") returned.then(succeed, fail);
  });
}
