"""Lambda functions as processes: a LocalStack runtime executor without containers.

Read in this order: ``executor`` (what LocalStack calls), ``assignment`` (which process runs an invocation),
``execution_environment`` (init, invoke, reset), ``runtime_process`` (one process and the conversation with it),
``runtime_api`` and ``sandbox`` (its two halves). Quicker than a process of one's own is ``forked_sandbox``: a child
of a ``zygote``, which has loaded the runtime already. ``places`` is where a process finds its files;
``python_runtime/file_system`` puts them there.
"""
