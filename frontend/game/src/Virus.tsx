import { placementOf, placementStyle } from "./placement";
import { speciesFor } from "./species";
import "./Virus.css";
import "./Virus.motion.css";

interface Props {
  id: string;
  onKill: (id: string) => void;
}

/** One living virus: a button, at the place its id gives it. */
export function Virus({ id, onKill }: Props) {
  const placement = placementOf(id);
  const { name, drawing } = speciesFor(placement.chance);
  return (
    <button
      className="virus"
      type="button"
      aria-label={`Kill the ${name}`}
      data-virus-id={id}
      style={placementStyle(placement)}
      onClick={() => onKill(id)}
    >
      {/* The drawing is a file of ours, never anything that was received. */}
      <span className="drawing" dangerouslySetInnerHTML={{ __html: drawing }} />
    </button>
  );
}
