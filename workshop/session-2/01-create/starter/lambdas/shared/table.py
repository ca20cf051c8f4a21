"""The application's one table: `partitionKey` is the kind of an item, `sortKey` its id."""

import os

import boto3

VIRUS = "Virus"
CONNECTION = "Connection"

# Made once, while the function starts, and kept for all its invocations.
table = boto3.resource("dynamodb").Table(os.environ["DYNAMODB_TABLE"])
