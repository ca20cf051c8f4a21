import { useEffect, useEffectEvent, useLayoutEffect, useRef, type RefObject } from "react";

import { directions, nearestTo, nextTowards } from "./neighbours";

/**
 * The keyboard in the dish. Arrow keys go from virus to virus. When the virus that has the focus
 * disappears, killed here or in another window, the focus goes to the nearest one, or to the dish itself.
 */
export function useDishFocus(dish: RefObject<HTMLElement | null>, ids: readonly string[]): void {
  const focusedId = useRef<string>(undefined);

  function focus(id: string | undefined) {
    const buttons = [...(dish.current?.querySelectorAll<HTMLElement>("[data-virus-id]") ?? [])];
    (buttons.find((button) => button.dataset["virusId"] === id) ?? dish.current)?.focus();
  }

  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const direction = directions[event.key];
    const from = focusedId.current;
    if (!direction || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const next = from === undefined ? ids[0] : nextTowards(from, direction, ids);
    if (next !== undefined) focus(next);
  });

  useEffect(() => {
    const element = dish.current;
    const listening = new AbortController();
    const { signal } = listening;
    element?.addEventListener("keydown", (event) => pressed(event), { signal });
    document.addEventListener(
      "focusin",
      ({ target }) => {
        focusedId.current = target instanceof HTMLElement ? target.dataset["virusId"] : undefined;
      },
      { signal },
    );
    return () => listening.abort();
  }, [dish]);

  useLayoutEffect(() => {
    const lost = focusedId.current;
    if (lost === undefined || ids.includes(lost)) return;
    if (document.activeElement === document.body) focus(nearestTo(lost, ids));
  });
}
