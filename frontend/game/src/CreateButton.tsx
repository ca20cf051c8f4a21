import { useEffect, useEffectEvent } from "react";

/** Creates a virus, also by the key + wherever the focus is. */
export function CreateButton({ onCreate }: { onCreate: () => void }) {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    // With Ctrl or ⌘ the browser zooms; a key held down is not meant as many.
    if (event.key === "+" && !event.ctrlKey && !event.metaKey && !event.repeat) onCreate();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);

  return (
    <button
      className="create"
      type="button"
      aria-label="Create a virus"
      aria-keyshortcuts="+"
      title="Create a virus (key +)"
      onClick={onCreate}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 4v16M4 12h16" />
      </svg>
    </button>
  );
}
