// Ends this process and its children as soon as the emulator is gone, however that happened.
import net from "node:net";

/** `descriptor` reads from a pipe which only the emulator can write to, and never does: it ends with the emulator. */
export function holdLifeline(descriptor) {
  const pipe = new net.Socket({ fd: descriptor, readable: true, writable: false });
  const end = () => process.kill(-process.pid, "SIGKILL");
  pipe.on("end", end).on("error", end).resume();
  // It is no reason for the event loop not to be empty.
  pipe.unref();
}
