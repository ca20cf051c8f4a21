import { useState } from "react";

const name = "plus-key";

/** A keyboard that has no pointer beside it is one on a screen, where + is typed by nobody. */
const hasKeyboard = matchMedia("(any-hover: hover)").matches;

/**
 * Whether the key + creates viruses, and a function that switches it. This browser remembers the choice.
 * Who speaks to the computer wants it off: a single key is soon typed by accident (WCAG 2.1.4).
 */
export function usePlusKey(): [isOn: boolean, toggle: () => void] {
  const [isOn, setOn] = useState(hasKeyboard && remembered() !== "off");

  function toggle() {
    setOn(!isOn);
    remember(isOn ? "off" : "on");
  }

  return [isOn, toggle];
}

// Browsers may forbid to remember anything; the choice holds as long as the page then.

function remembered(): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(choice: string): void {
  try {
    localStorage.setItem(name, choice);
  } catch {
    // as above
  }
}
