import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { createContext, useEffect, useState, useSyncExternalStore } from "react";

export type ColorMode = "light" | "dark";

/** What the page is shown in. */
export const ColorModeContext = createContext<ColorMode>("light");

const system = matchMedia("(prefers-color-scheme: dark)");
// Not JSON: public/color-mode.js reads it before anything is painted.
const KEY = "petri.color-mode";

/** What the person chose, or else what the system has; and how to choose. */
export function useColorMode(): [ColorMode, (mode: ColorMode) => void] {
  const [chosen, setChosen] = useState(readChoice);
  const systemMode = useSyncExternalStore(watchSystem, () => (system.matches ? "dark" : "light"));
  const mode = chosen ?? systemMode;

  useEffect(() => {
    applyMode(mode === "dark" ? Mode.Dark : Mode.Light);
    document.documentElement.style.removeProperty("background");
    document.documentElement.style.colorScheme = mode;
  }, [mode]);

  return [
    mode,
    (next) => {
      setChosen(next);
      try {
        localStorage.setItem(KEY, next);
      } catch {
        // Not remembered, then.
      }
    },
  ];
}

function readChoice(): ColorMode | undefined {
  try {
    const choice = localStorage.getItem(KEY);
    return choice === "light" || choice === "dark" ? choice : undefined;
  } catch {
    return undefined;
  }
}

function watchSystem(onChange: () => void): () => void {
  system.addEventListener("change", onChange);
  return () => system.removeEventListener("change", onChange);
}
