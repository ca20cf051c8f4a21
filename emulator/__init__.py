"""Petri's plugins for open LocalStack: API Gateway v2, Lambdas as processes, DynamoDB Local, one port."""
