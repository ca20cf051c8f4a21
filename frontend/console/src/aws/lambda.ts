import { LambdaClient } from "@aws-sdk/client-lambda";

import { perRegion } from "./settings";

export const lambda = perRegion((settings) => new LambdaClient(settings));
