"""The fast lane: item operations and reads of streams pass from the port to the engine without LocalStack's gateway.

The gateway takes a thread, parses the request by its service model, passes it on, and serialises the answer: three
times the work of the engine itself. Here the reactor passes bytes on, and looks at what it must: who calls, which
tables. Whatever is out of the ordinary goes through the gateway as ever, and every answer is the gateway's to the byte.
``PETRI_DYNAMODB_FAST_LANE=0`` turns the lane off.
"""
