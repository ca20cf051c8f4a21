"""CloudWatch Logs: filter patterns, which LocalStack's open edition takes and does not apply.

`patterns` reads one; `terms`, `json_patterns` and `space_delimited` are its three languages, which share `operands`.
`provider` is where they are applied, `metric_filters` where events are counted by them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""
