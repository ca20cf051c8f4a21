import Alert from "@cloudscape-design/components/alert";
import { useLocation } from "react-router";

export function Component() {
  return (
    <Alert type="warning" header="There is no such page">
      The console has nothing at {useLocation().pathname}. The navigation on the left names what
      there is.
    </Alert>
  );
}
