import bean from "./viruses/bean.svg?raw";
import burr from "./viruses/burr.svg?raw";
import crown from "./viruses/crown.svg?raw";
import jelly from "./viruses/jelly.svg?raw";
import phage from "./viruses/phage.svg?raw";
import worm from "./viruses/worm.svg?raw";

export interface Species {
  name: string;
  /** An SVG picture, 120 by 120. Its parts of the classes `limbs`, `eyes` and `mouth` move. */
  drawing: string;
  /** The colour of its splat. */
  color: string;
}

/** Draw your own in `viruses/`, add it here, and it joins the dish. */
const allSpecies: [Species, ...Species[]] = [
  { name: "crown", drawing: crown, color: "#ee4d74" },
  { name: "phage", drawing: phage, color: "#7c5ce0" },
  { name: "bean", drawing: bean, color: "#16a394" },
  { name: "worm", drawing: worm, color: "#3d8fe6" },
  { name: "burr", drawing: burr, color: "#7fb83a" },
  { name: "jelly", drawing: jelly, color: "#e3dcff" },
];

/** The species for a number in [0, 1). */
export function speciesFor(chance: number): Species {
  return allSpecies[Math.floor(chance * allSpecies.length)] ?? allSpecies[0];
}
