/** Whether this window is the one that everybody in the room looks at: `?projector` in its address. */
export const isProjector = new URLSearchParams(location.search).has("projector");

/** The view for the projector, and the game as usual. */
export const projectorAddress = "?projector";
export const gameAddress = location.pathname;

/** What others type or scan to play along. */
export const joinAddress = location.origin + location.pathname;

/** Whether only browsers on this machine reach that address. */
export const joinsHereOnly = isLoopback(location.hostname);

export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
