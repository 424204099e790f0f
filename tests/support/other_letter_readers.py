"""Modules that read letter by letter, and need not be measured by the worst texts."""

# Parts of what is measured where a file of another system is read.
IMPORTED_COMMENT = ("imports.markup", "imports.plain_markup", "text.marked", "text.plain")
IMPORTED_RECORD = ("imports.reading.plain_xml", "imports.reading.xml_shapes")
# What no reader sends, or what is cut short before it is read.
OTHERS = {
    "engine.tokens": "looks for one class of characters, once; tokenizing is the judge's own time",
    "audit.model": "a chain's head of 84 characters at most, at a command line",
    "articles.addresses": "2000 characters; the worst of them is measured above",
    "articles.fields": "one pass for characters that no store keeps",
    "articles.model": "a newsroom's article; its fields have their lengths, its body is above",
    "sign_on.actions": "what an operator calls a way to sign on, at a command line",
    **dict.fromkeys(
        ("cli.json_lines", "evaluation.comparison.recording_files", "evaluation.label_files"),
        "a person's own file, at a command line",
    ),
    "colour": "seven characters",
    "outbound.addresses": "a host of 253 characters at most, from an address that is cut",
    "page_reading.page": "one header of a page that the administrator or the site lets us fetch",
    "dropin.formats.akismet": "a Host header, which is bounded",
    "dropin.formats.perspective.attributes": "the end of a name of an attribute",
    "dropin.formats.perspective.batch": "a body of bounded length, by patterns with bounds",
    "dropin.formats.perspective.messages": "names of fields in a body of bounded length",
    "dropin.formats.perspective.suggestion": "a name of 90 characters",
    "dropin.keys": "a file of the administrator's",
    "engine.onnx_external_data": "a file name within the model",
    "feedback.actions": "one pass for characters that no store keeps",
    **dict.fromkeys(("imports.ids", "imports.reading.opening"), "one pass for what is no text"),
    "imports.authors": "what stands before an @, of at most 64 letters",
    "imports.reading.json_values": "single characters, by patterns of one",
    "logs": "a line of the log, cut before",
    "moderation.policy.parse": "a policy, which staff write",
    "moderation.policy.toml_lines": "a policy, which staff write",
    "request_guard": "headers, which are bounded there",
    "secret_tokens": "a key of one length",
    "web.desk.queue_address": "six digits, and numbers of cards in a text that is cut before",
    "web.desk.around": "six digits",
    "web.desk.policy_changes": "a policy, which staff write",
    "web.desk.policy_fields": "the words of our own rules",
    "moderation.policy.writing": "a policy, which staff write",
    "web.desk.chosen": "a day in ten characters, a language in three",
    "web.api.moderation": "a cursor of our own, whose length is bounded before",
    "web.api.counts": "one character at a time, of names that are bounded before",
    "web.site.transparency": "a month, in seven characters",
    "web.embed_files": "our own files",
    "web.middleware.cached_answer": "a header, which is bounded before",
    "web.middleware.one_address": "an address, which is bounded before",
}
