import { nameOf } from "../../components/format";
import type { FeedEvent } from "../../live/feed";
import { BROWSERS, id, type LearnedCall } from "./graph";
import type { Stack } from "./stack";

/** The edges on which something flowed when this happened. */
export function edgesOf(event: FeedEvent, stack: Stack): string[] {
  switch (event.type) {
    case "http": {
      const api = stack.apis.find((each) => each.id === event.apiId);
      const name = api?.routes.find(({ key }) => key === event.routeKey)?.function;
      return [
        id.edge(BROWSERS, id.api(event.apiId)),
        ...(name ? [id.edge(id.api(event.apiId), id.function(name))] : []),
      ];
    }
    case "call": {
      const call = callOf(event, stack);
      return call ? [id.edge(id.function(call.function), call.to)] : [];
    }
    case "record":
      return stack.streams
        .filter(({ table }) => table === nameOf(event.table))
        .map((stream) => id.edge(id.table(stream.table), id.function(stream.function)));
    case "frame":
    case "connection":
      return [id.edge(BROWSERS, id.api(event.apiId))];
    case "schedule": {
      const rule = stack.rules.find(({ name }) => name === nameOf(event.rule));
      return (rule?.functions ?? []).map((name) =>
        id.edge(id.rule(rule?.name ?? ""), id.function(name)),
      );
    }
    default:
      return [];
  }
}

/** The function that called, and what it called, of an API call; undefined when either is not on the map. */
export function callOf(event: FeedEvent, stack: Stack): LearnedCall | undefined {
  if (event.type !== "call" || !event.caller || !event.resource) return undefined;
  const { resource } = event;
  const table = stack.tables.find((name) => name === nameOf(resource));
  const api = stack.apis.find((each) => resource.includes(each.id));
  const to = table ? id.table(table) : api ? id.api(api.id) : undefined;
  if (!to) return undefined;
  return { function: nameOf(event.caller), to, label: table ? "" : "@connections" };
}
