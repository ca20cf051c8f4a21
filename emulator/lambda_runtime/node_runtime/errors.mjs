// Errors as Lambda answers them: type, message, and the stack as a list of lines (conformance D51).

/** An error that Lambda names for itself. */
export class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = type;
  }
}

/** What was thrown, which need not be an Error, as the payload of the answer. */
export function describe(thrown) {
  if (thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]") {
    return {
      errorType: thrown.name,
      errorMessage: thrown.message,
      trace: String(thrown.stack ?? "").split("\n"),
    };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}
