import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

import { awslocal } from "../aws/awslocal";
import { useRegion } from "../aws/regions";

interface Props {
  service: string;
  operation: string;
  options?: Record<string, string | true>;
  /** only the symbol, for rows of a table */
  compact?: boolean;
}

/** Copies the command that asks for the same in a terminal. */
export function CopyCommand({ service, operation, options, compact = false }: Props) {
  const text = awslocal(useRegion(), service, operation, options);
  return <CopyText text={text} label="Copy as awslocal command" compact={compact} />;
}

export function CopyText({
  text,
  label,
  compact = false,
}: {
  text: string;
  label: string;
  compact?: boolean;
}) {
  return (
    <CopyToClipboard
      variant={compact ? "icon" : "button"}
      copyButtonText={label}
      copyButtonAriaLabel={label}
      copySuccessText={text.length > 300 ? "Copied" : `Copied: ${text}`}
      copyErrorText="This browser does not allow copying here"
      textToCopy={text}
    />
  );
}
