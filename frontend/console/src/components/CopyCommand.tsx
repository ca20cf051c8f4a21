import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

import { awslocal } from "../aws/awslocal";
import { useRegion } from "../aws/regions";

interface Props {
  service: string;
  operation: string;
  options?: Record<string, string | true>;
}

/** Copies the command that asks for the same in a terminal. */
export function CopyCommand({ service, operation, options }: Props) {
  return (
    <CopyText
      text={awslocal(useRegion(), service, operation, options)}
      label="Copy as awslocal command"
    />
  );
}

export function CopyText({ text, label }: { text: string; label: string }) {
  return (
    <CopyToClipboard
      variant="button"
      copyButtonText={label}
      copySuccessText={text.length > 300 ? "Copied" : `Copied: ${text}`}
      copyErrorText="This browser does not allow copying here"
      textToCopy={text}
    />
  );
}
