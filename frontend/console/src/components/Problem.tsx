import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";

import { explain } from "../aws/explain";

/** What could not be done, why, and a way to try again. */
export function Problem({
  what,
  error,
  onRetry,
}: {
  what: string;
  error: unknown;
  onRetry?: (() => void) | undefined;
}) {
  if (error === undefined) return null;
  return (
    <Alert
      type="error"
      header={what}
      action={onRetry && <Button onClick={onRetry}>Try again</Button>}
    >
      {explain(error)}
    </Alert>
  );
}
