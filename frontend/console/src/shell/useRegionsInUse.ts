import { useRef, useState } from "react";

/** The regions in which there is something; not asked for before somebody reaches for the list of them. */
export function useRegionsInUse(): [ReadonlySet<string>, () => void] {
  const [inUse, setInUse] = useState<ReadonlySet<string>>(new Set());
  const isAsked = useRef(false);

  async function look() {
    if (isAsked.current) return;
    isAsked.current = true;
    const { regionsInUse } = await import("../aws/regionsInUse");
    setInUse(await regionsInUse());
  }
  return [inUse, () => void look()];
}
