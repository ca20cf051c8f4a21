import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useRouteError } from "react-router";

import { explain } from "../aws/explain";

/** A page that cannot be shown: the console itself is at fault, or was built anew since it was opened. */
export function PageProblem() {
  const error = useRouteError();
  return (
    <Alert
      type="error"
      header="This page cannot be shown"
      action={<Button onClick={() => window.location.reload()}>Load it again</Button>}
    >
      {explain(error)} If the console was built anew meanwhile, loading it again helps. The other
      pages still work.
    </Alert>
  );
}
