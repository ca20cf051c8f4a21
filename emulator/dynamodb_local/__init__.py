"""DynamoDB and DynamoDB Streams: LocalStack's providers in front of AWS's own engine, DynamoDB Local.

``engine`` runs the engine, ``engine_process`` and ``installation`` are what it needs for that, ``client`` talks to it.
``provider`` and ``streams_provider`` are the AWS APIs. A write wakes the event source mappings of its table
(``wake_up``), which read the stream (``stream_reader``, ``event_source``), with the records made AWS's (``records``).
``patches`` has the one thing in LocalStack that we replace while it runs.
"""
