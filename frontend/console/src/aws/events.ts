import { EventBridgeClient } from "@aws-sdk/client-eventbridge";

import { perRegion } from "./settings";

export const events = perRegion((settings) => new EventBridgeClient(settings));
