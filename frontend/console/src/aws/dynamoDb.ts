import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

import { perRegion } from "./settings";

export const dynamoDb = perRegion((settings) => new DynamoDBClient(settings));
