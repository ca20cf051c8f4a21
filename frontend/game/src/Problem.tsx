import "./Problem.css";

interface Props {
  /** Nothing is shown when it is empty. */
  text: string;
  onDismiss: (() => void) | undefined;
}

/** Says what went wrong, until it is dismissed or mended. */
export function Problem({ text, onDismiss }: Props) {
  return (
    <div role="alert">
      {text && (
        <div className="problem">
          <p>{text}</p>
          {onDismiss && (
            <button type="button" aria-label="Dismiss" onClick={onDismiss}>
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="m6 6 12 12M18 6 6 18" />
              </svg>
            </button>
          )}
        </div>
      )}
    </div>
  );
}
