"""What was created is there again after the emulator has ended, however it ended.

A call that changes something is answered when the change is on disk (``after_each_change``). One file a service
(``state_file``) holds what LocalStack keeps of it in memory (``containers``); ``load_at_start`` reads them back. Items
of tables are on disk already (DynamoDB Local), and so are the objects of buckets (``durable_object_store``).
"""
