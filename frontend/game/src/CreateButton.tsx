import { useEffect, useEffectEvent } from "react";

interface Props {
  /** Whether the key + does the same, wherever the focus is. */
  hasKey: boolean;
  onCreate: () => void;
}

/** Creates a virus. */
export function CreateButton({ hasKey, onCreate }: Props) {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    // With Ctrl or ⌘ the browser zooms; a key held down is not meant as many.
    if (event.key === "+" && !event.ctrlKey && !event.metaKey && !event.repeat) onCreate();
  });

  useEffect(() => {
    if (!hasKey) return;
    const listener = (event: KeyboardEvent) => pressed(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, [hasKey]);

  return (
    <button
      className="create"
      type="button"
      aria-label="Create a virus"
      aria-keyshortcuts={hasKey ? "+" : undefined}
      title={hasKey ? "Create a virus (key +)" : "Create a virus"}
      onClick={onCreate}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 4v16M4 12h16" />
      </svg>
    </button>
  );
}
