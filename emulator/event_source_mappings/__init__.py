"""Event source mappings: how the records of a stream become calls of a function.

LocalStack has the API, and the states of a mapping; what happens to the records is ours. ``lane`` gathers them in
batches, ``delivery`` calls the function until a batch is done, ``destinations`` takes what never will be, and
``progress`` knows up to where all is. Where records come from is in ``emulator/dynamodb_local``.
"""
