"""The two forms of a message: the same content as one JSON object or as one XML document."""
import json
from xml.sax.saxutils import escape

NAMESPACE = "urn:birthgate:message:1"


def json_line(message):
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def ndjson(messages):
    return "".join(json_line(m) + "\n" for m in messages)


def _element(name, value, indent):
    """One member as one element; "XML repeats an element where JSON has an array"."""
    pad = "  " * indent
    if isinstance(value, list):
        return "".join(_element(name, item, indent) for item in value)
    if isinstance(value, dict):
        inner = "".join(_element(k, v, indent + 1) for k, v in value.items())
        return f"{pad}<{name}>\n{inner}{pad}</{name}>\n"
    return f"{pad}<{name}>{escape(str(value))}</{name}>\n"


def xml(message):
    """The message as a document of its own."""
    inner = "".join(_element(k, v, 1) for k, v in message.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<message xmlns="{NAMESPACE}">\n{inner}</message>\n'
    )


def xml_batch(messages):
    inner = "".join(_element("message", m, 1) for m in messages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<messages xmlns="{NAMESPACE}">\n{inner}</messages>\n'
    )
