import { useState } from "react";

import { Splat, Virus } from "./Virus";
import "./Dish.css";

interface Props {
  /** The ids of the living. */
  viruses: string[];
  /** Whether an empty dish is known to be empty, rather than not loaded yet. */
  loaded: boolean;
  onKill: (id: string) => void;
}

/** The petri dish with its viruses. Those that disappear leave a splat, in every window. */
export function Dish({ viruses, loaded, onKill }: Props) {
  const [shown, setShown] = useState(viruses);
  const [splats, setSplats] = useState<string[]>([]);

  if (viruses !== shown) {
    const living = new Set(viruses);
    const before = new Set([...splats, ...shown]);
    setShown(viruses);
    setSplats([...before].filter((id) => !living.has(id)));
  }

  return (
    <main className="dish" aria-label="Petri dish">
      {loaded && viruses.length === 0 && (
        <p className="dish-hint">
          Nothing grows here.
          <br />
          Press + to create a virus.
        </p>
      )}
      <div className="agar" tabIndex={-1}>
        {viruses.map((id) => (
          <Virus key={id} id={id} onKill={onKill} />
        ))}
      </div>
      <div className="agar" aria-hidden="true">
        {splats.map((id) => (
          <Splat
            key={id}
            id={id}
            onGone={(gone) => {
              setSplats((now) => now.filter((splat) => splat !== gone));
            }}
          />
        ))}
      </div>
    </main>
  );
}
