import StatusIndicator from "@cloudscape-design/components/status-indicator";

/** Shown while the first page is loaded. */
export function Starting() {
  return <StatusIndicator type="loading">Loading</StatusIndicator>;
}
