"""Traces: what happened between a click and every browser, tied by the root of ``X-Amzn-Trace-Id``.

`note` is what the hot paths call: it puts a small tuple into `ring`, and does no more. `happenings` says what can be
noted. All the rest is done when somebody asks: `spans` gives a happening its place in a trace, `assemble` its parent,
`mask` takes the secrets out, `listing` answers who asks. `writes` remembers which trace a stream's record goes on with.

https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
"""
