import type { CSSProperties, MouseEvent } from "react";

import { placementOf, type Placement } from "./placement";
import { speciesFor } from "./species";
import "./Virus.css";

interface Props {
  id: string;
  onKill: (id: string) => void;
}

/** One living virus: a button, at the place its id gives it. */
export function Virus({ id, onKill }: Props) {
  const placement = placementOf(id);

  function handleClick(event: MouseEvent<HTMLButtonElement>) {
    if (event.detail === 0) focusNeighbour(event.currentTarget);
    onKill(id);
  }

  return (
    <button
      className="virus"
      type="button"
      aria-label="Kill virus"
      data-virus-id={id}
      style={placementStyle(placement)}
      onClick={handleClick}
    >
      <img src={speciesFor(placement.chance).drawing} alt="" draggable={false} />
    </button>
  );
}

/** What a killed virus leaves behind for a moment, at the same place. */
export function Splat({ id, onGone }: { id: string; onGone: (id: string) => void }) {
  const placement = placementOf(id);
  return (
    <svg
      className="splat"
      viewBox="0 0 120 120"
      aria-hidden="true"
      style={{ ...placementStyle(placement), color: speciesFor(placement.chance).color }}
      onAnimationEnd={() => {
        onGone(id);
      }}
    >
      <path d="M60 30c8-1 9-12 15-13 7 0 5 12 9 17 5 5 16-2 19 5 3 6-9 10-9 17s11 9 10 16c-2 7-14 2-19 7-5 4-1 16-8 18-6 1-8-10-15-11-8 0-11 12-18 9-6-3 1-14-3-19-4-6-17-3-19-10-1-7 11-9 12-16 0-7-11-12-8-18 4-7 14 1 19-4s2-17 9-18c6-1 6 12 6 20Z" />
      <path d="M96 15c4-1 7 2 7 6s-4 6-7 5c-5-2-5-9 0-11ZM15 82c4 0 7 3 6 7-1 3-5 5-8 3-5-2-4-9 2-10ZM97 101c3-1 5 1 5 4s-3 5-5 4c-4-2-4-7 0-8Z" />
    </svg>
  );
}

function placementStyle({ x, y, tilt, scale, chance }: Placement): CSSProperties {
  return { "--x": x, "--y": y, "--tilt": `${tilt}deg`, "--scale": scale, "--chance": chance };
}

/** Who kills by keyboard stays in the dish: focus goes to the next virus, or to the dish itself. */
function focusNeighbour(button: HTMLButtonElement) {
  const neighbours = [
    button.nextElementSibling,
    button.previousElementSibling,
    button.parentElement,
  ];
  neighbours.find((neighbour) => neighbour instanceof HTMLElement)?.focus();
}
