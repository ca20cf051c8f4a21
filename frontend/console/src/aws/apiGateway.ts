import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";

import { perRegion } from "./settings";

export const apiGateway = perRegion((settings) => new ApiGatewayV2Client(settings));
