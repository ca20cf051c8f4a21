/**
 * Runs a learner's Home against the live APIs, and does what the lines of standard input say, one after the other:
 *   {"do": "connect"}                    waits until a WebSocket is open and the list is there, two seconds at most
 *   {"do": "create"} {"do": "kill", "id"}   presses + or a virus
 *   {"do": "wait", "has"?, "hasNot"?}    waits until the dish shows an id or does not, two seconds at most
 *   {"do": "look"}                       nothing
 * Answers each with a line: SEEN {"connected", "viruses", "problem"}, after a first one when the page has rendered.
 */
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

import { configuration } from "./overlay.mjs";

const folder = process.env.PETRI_LEARNERS_FRONTEND;
const react = fileURLToPath(new URL("./small_react.mjs", import.meta.url));
let problem = "";

// What the game asks a page for.
globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
globalThis.location = new URL("http://localhost:3000/");
globalThis.matchMedia = () => ({ matches: true });

const sockets = [];
const RealWebSocket = globalThis.WebSocket;
globalThis.WebSocket = class extends RealWebSocket {
  constructor(...options) {
    super(...options);
    sockets.push(this);
  }
};

const settings = configuration(folder);
const server = await createServer({
  ...settings,
  logLevel: "silent",
  appType: "custom",
  cacheDir: undefined,
  optimizeDeps: { noDiscovery: true },
  resolve: { alias: [{ find: /^react(\/jsx-(dev-)?runtime)?$/, replacement: react }] },
  ssr: { noExternal: true },
  server: { ...settings.server, middlewareMode: true, hmr: false, ws: false, watch: null },
});

function say(seen) {
  process.stdout.write(`SEEN ${JSON.stringify({ ...seen, problem })}\n`);
}
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
async function until(condition, milliseconds = 2_000) {
  const end = Date.now() + milliseconds;
  while (!condition() && Date.now() < end) await pause(10);
}

process.on("unhandledRejection", (error) => (problem ||= String(error)));
try {
  const { Home } = await server.ssrLoadModule(path.join(folder, "Home.tsx"));
  const { Root } = await server.ssrLoadModule(react);
  const { Dish } = await server.ssrLoadModule("/src/Dish");
  const { Header } = await server.ssrLoadModule("/src/Header");
  if (!Home) throw new Error("Home.tsx exports no Home");
  const root = new Root(Home);
  root.render();
  const findIn = (element, type) => {
    if (Array.isArray(element)) return element.map((each) => findIn(each, type)).find(Boolean);
    if (!element?.props) return undefined;
    return element.type === type ? element : findIn(element.props.children, type);
  };
  const find = (type) => findIn(root.rendered, type);
  const dish = () => {
    const found = find(Dish);
    if (!found) throw new Error("Home shows no <Dish>");
    return [...found.props.viruses];
  };
  const isOpen = () => sockets.some((socket) => socket.readyState === RealWebSocket.OPEN);
  const actions = {
    // A list that comes after the messages is not the learner's mistake that a check looks for.
    connect: () => until(() => isOpen() && find(Dish)?.props.loaded),
    create: async () => find(Header).props.onCreate(),
    kill: async ({ id }) => find(Dish).props.onKill(id),
    wait: ({ has, hasNot, milliseconds }) =>
      until(() => (has ? dish().includes(has) : hasNot ? !dish().includes(hasNot) : false), milliseconds),
    look: () => undefined,
  };
  say({ connected: isOpen(), viruses: dish() });
  for await (const line of createInterface({ input: process.stdin })) {
    const each = JSON.parse(line);
    await actions[each.do](each);
    await pause(0);
    say({ connected: isOpen(), viruses: dish() });
  }
} catch (error) {
  problem ||= String(error);
}
say({ connected: false, viruses: [] });
process.exit(0);
