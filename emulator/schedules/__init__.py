"""EventBridge rules with a schedule, and EventBridge Scheduler, on time to the second.

LocalStack looks once a minute for rules that are due within the next, and goes on firing rules that were disabled,
deleted or changed. Here ``expressions`` says when a rule is due, and ``scheduler`` waits until then.
"""
