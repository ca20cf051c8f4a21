import bean from "./viruses/bean.svg";
import burr from "./viruses/burr.svg";
import crown from "./viruses/crown.svg";
import phage from "./viruses/phage.svg";
import worm from "./viruses/worm.svg";

export interface Species {
  drawing: string;
  /** The colour of its splat. */
  color: string;
}

/** Draw your own in `viruses/`, add it here, and it joins the dish. */
const allSpecies: [Species, ...Species[]] = [
  { drawing: crown, color: "#ee4d74" },
  { drawing: phage, color: "#7c5ce0" },
  { drawing: bean, color: "#16a394" },
  { drawing: worm, color: "#3d8fe6" },
  { drawing: burr, color: "#7fb83a" },
];

/** The species for a number in [0, 1). */
export function speciesFor(chance: number): Species {
  return allSpecies[Math.floor(chance * allSpecies.length)] ?? allSpecies[0];
}
