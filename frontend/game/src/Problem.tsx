import "./Problem.css";

interface Props {
  text: string;
  onDismiss: () => void;
}

/** Says what went wrong, until dismissed. */
export function Problem({ text, onDismiss }: Props) {
  return (
    <div className="problem" role="alert">
      <p>{text}</p>
      <button type="button" aria-label="Dismiss" onClick={onDismiss}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="m6 6 12 12M18 6 6 18" />
        </svg>
      </button>
    </div>
  );
}
