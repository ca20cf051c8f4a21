import { useRef, useState } from "react";

import { Splat } from "./Splat";
import { useDishFocus } from "./useDishFocus";
import { Virus } from "./Virus";
import "./Dish.css";

interface Props {
  /** The ids of the living. */
  viruses: string[];
  /** Whether an empty dish is known to be empty, rather than not loaded yet. */
  loaded: boolean;
  onKill: (id: string) => void;
}

/** So many find room; beyond, browsers get slow and viruses cover each other. */
const ROOM = 200;

/** The petri dish with its viruses. Those that disappear leave a splat, in every window. */
export function Dish({ viruses, loaded, onKill }: Props) {
  const agar = useRef<HTMLDivElement>(null);
  const [known, setKnown] = useState(viruses);
  const [splats, setSplats] = useState<string[]>([]);

  if (viruses !== known) {
    const living = new Set(viruses);
    const seen = new Set([...splats, ...known.slice(-ROOM)]);
    setKnown(viruses);
    setSplats([...seen].filter((id) => !living.has(id)));
  }

  const inside = viruses.slice(-ROOM); // the newest: who creates one wants to see it
  const outside = viruses.length - inside.length;
  useDishFocus(agar, inside);

  return (
    <main className="dish" aria-label="Petri dish" aria-busy={!loaded}>
      {loaded && viruses.length === 0 && (
        <p className="dish-hint">
          Nothing grows here.
          <br />
          Press + to create a virus.
        </p>
      )}
      <div className="agar" ref={agar} tabIndex={-1}>
        {inside.map((id) => (
          <Virus key={id} id={id} onKill={onKill} />
        ))}
      </div>
      <div className="agar" aria-hidden="true">
        {splats.map((id) => (
          <Splat
            key={id}
            id={id}
            onGone={(gone) => setSplats((now) => now.filter((splat) => splat !== gone))}
          />
        ))}
      </div>
      {outside > 0 && (
        <p className="dish-outside">
          {outside === 1 ? "1 more waits" : `${outside} more wait`} for room
        </p>
      )}
    </main>
  );
}
