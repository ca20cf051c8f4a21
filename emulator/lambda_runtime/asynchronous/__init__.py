"""Asynchronous invocation (``InvocationType=Event``): a queue of events for each function version.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html

``event_queue`` runs each ``event``, ``retries`` decides what follows a failure, ``outcomes`` tells destinations and
dead-letter queues. LocalStack's own queue loses the request id on the way to a dead-letter queue, never lengthens the
wait of a throttled event, gives one up at once when its age limit is below a minute, runs an event twice when many
wait, and overlooks what is configured for an alias.
"""
