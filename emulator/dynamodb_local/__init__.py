"""AWS's own DynamoDB Local as the engine behind LocalStack's DynamoDB providers."""
