import { placementOf, placementStyle } from "./placement";
import { speciesFor } from "./species";

/** What a killed virus leaves behind for a moment, at the same place. */
export function Splat({ id, onGone }: { id: string; onGone: (id: string) => void }) {
  const placement = placementOf(id);
  return (
    <svg
      className="splat"
      viewBox="0 0 120 120"
      style={{ ...placementStyle(placement), color: speciesFor(placement.chance).color }}
      onAnimationEnd={() => onGone(id)}
    >
      <path d="M60 30c8-1 9-12 15-13 7 0 5 12 9 17 5 5 16-2 19 5 3 6-9 10-9 17s11 9 10 16c-2 7-14 2-19 7-5 4-1 16-8 18-6 1-8-10-15-11-8 0-11 12-18 9-6-3 1-14-3-19-4-6-17-3-19-10-1-7 11-9 12-16 0-7-11-12-8-18 4-7 14 1 19-4s2-17 9-18c6-1 6 12 6 20Z" />
      <path d="M96 15c4-1 7 2 7 6s-4 6-7 5c-5-2-5-9 0-11ZM15 82c4 0 7 3 6 7-1 3-5 5-8 3-5-2-4-9 2-10ZM97 101c3-1 5 1 5 4s-3 5-5 4c-4-2-4-7 0-8Z" />
    </svg>
  );
}
