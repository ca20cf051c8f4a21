// Ends this process and its children as soon as the emulator is gone, however that happened.
import fs from "node:fs";
import net from "node:net";
import { Worker } from "node:worker_threads";

const end = () => process.kill(-process.pid, "SIGKILL");

/** `descriptor` reads from a pipe which only the emulator can write to, and never does: it ends with the emulator. */
export function holdLifeline(descriptor) {
  // Either way, it is no reason for the event loop not to be empty.
  (process.platform === "linux" ? watch(descriptor) : waitInThread(descriptor)).unref();
}

/** Node.js would make the pipe non-blocking for everybody who has it; opened anew, it is our own. */
function watch(descriptor) {
  const own = fs.openSync(
    `/proc/self/fd/${descriptor}`,
    fs.constants.O_RDONLY | fs.constants.O_NONBLOCK,
  );
  fs.closeSync(descriptor);
  const pipe = new net.Socket({ fd: own, readable: true, writable: false });
  return pipe.on("end", end).on("error", end).resume();
}

function waitInThread(descriptor) {
  const wait = `
    const { workerData } = require("node:worker_threads");
    require("node:fs").readSync(workerData, Buffer.alloc(1));
  `;
  return new Worker(wait, { eval: true, workerData: descriptor }).on("exit", end).on("error", end);
}
