"""The table's stream: tell every connected client what changed."""

from boto3.dynamodb.types import TypeDeserializer
from shared.messages import send_to_all
from shared.table import VIRUS

_deserializer = TypeDeserializer()


def handler(event, context):
    """Handle a batch of stream records."""
    for record in event["Records"]:
        keys = unmarshall(record["dynamodb"]["Keys"])
        if keys["partitionKey"] != VIRUS:
            continue
        if record["eventName"] == "INSERT":
            image = unmarshall(record["dynamodb"]["NewImage"])
            send_to_all({"virusId": image["sortKey"]})


def unmarshall(image):
    """DynamoDB's typed JSON as plain values."""
    return {name: _deserializer.deserialize(value) for name, value in image.items()}
