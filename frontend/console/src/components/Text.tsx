import "./Text.css";

/** Text as it is: line breaks kept, control characters shown, never run, and cut where nobody reads on. */
export function Text({ children, most = 50_000 }: { children: string; most?: number }) {
  const shown = children.length > most ? children.slice(0, most) : children;
  return (
    <pre ref={reachByKeyboard} className="petri-text">
      {visible(shown)}
      {shown !== children && `\n… and ${children.length - most} characters more`}
    </pre>
  );
}

/** What scrolls can be scrolled without a mouse; what does not is no stop on the way. */
export function reachByKeyboard(element: HTMLElement | null) {
  if (element && element.scrollHeight > element.clientHeight) element.tabIndex = 0;
}

/** Makes control characters visible that a terminal would obey and a browser would hide. */
export function visible(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
