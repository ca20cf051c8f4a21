import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";

import { perRegion } from "./settings";

export const logs = perRegion((settings) => new CloudWatchLogsClient(settings));
