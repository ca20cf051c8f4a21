// What the console writes: one log event a call, with time, request id and level in front (conformance D74).
import fs from "node:fs";
import util from "node:util";

const FRAME = 0xa55a0003;
const FRAME_HEAD = 16;
const LEVELS = {
  trace: "TRACE",
  debug: "DEBUG",
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
};
const ORDER = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

const isJson = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
const lowest = ORDER.indexOf(
  (process.env.AWS_LAMBDA_LOG_LEVEL ?? (isJson ? "INFO" : "TRACE")).toUpperCase(),
);

let requestId;

/** Whose events come from now on. */
export function setRequestId(id) {
  requestId = id;
}

/** Send an event as a frame, so that it stays one whatever is in it. */
function write(text) {
  const message = Buffer.from(text);
  const frame = Buffer.alloc(FRAME_HEAD + message.length);
  frame.writeUInt32BE(FRAME, 0);
  frame.writeUInt32BE(message.length, 4);
  frame.writeBigInt64BE(BigInt(Date.now()) * 1000n, 8);
  message.copy(frame, FRAME_HEAD);
  // The pipe may be full, and then takes a part.
  for (let sent = 0; sent < frame.length;) {
    try {
      sent += fs.writeSync(1, frame, sent);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

function logText(level, message) {
  write(`${new Date().toISOString()}\t${requestId}\t${level}\t${message}\n`);
}

/** An error as a member of a JSON record. */
function errorFields(error) {
  return {
    errorType: error.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  };
}

function toJson(record) {
  return JSON.stringify(record, (_, value) =>
    value instanceof Error ? errorFields(value) : value,
  );
}

function logJson(level, parts) {
  const record = { timestamp: new Date().toISOString(), level, requestId };
  if (parts.length === 1) {
    try {
      write(`${toJson({ ...record, message: parts[0] })}\n`);
      return;
    } catch {
      // No JSON can be made of it: it refers to itself, or has a BigInt.
    }
  }
  record.message = util.format(...parts);
  const error = parts.find((part) => part instanceof Error);
  write(`${toJson(parts.length > 1 && error ? { ...record, ...errorFields(error) } : record)}\n`);
}

/** Let the methods of `console` write log events. */
export function patchConsole() {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method] = (...parts) => {
      if (ORDER.indexOf(level) < lowest) return;
      if (isJson) logJson(level, parts);
      else logText(level, util.format(...parts));
    };
  }
}

/** An error that ends an invocation. */
export function logError(title, described) {
  const { trace, ...rest } = described;
  if (isJson) logJson("ERROR", [{ ...rest, stackTrace: trace }]);
  else logText("ERROR", `${title} \t${JSON.stringify({ ...rest, stack: trace })}`);
}
