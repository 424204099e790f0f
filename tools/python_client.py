"""Writes the Python client from the API's document; `--check` only says whether it is current.

Run as `python -m tools.python_client`. A struct for each shape and a method for each call; how a
call is made stands in the client's own `transport.py`, which is written by hand.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

from tools.openapi import DOCUMENT

PACKAGE = Path(__file__).parent.parent / "clients" / "python" / "rejoinder_client"
MODELS, CALLS = PACKAGE / "models.py", PACKAGE / "calls.py"
# A stream has no end: whoever wants one reads it with a client for server-sent events.
STREAM = "text/event-stream"
JSON = "application/json"
WIDTH = 100
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
Schema = Mapping[str, Any]

MODELS_HEAD = '''"""The shapes of the API, written by tools/python_client.py from docs/api."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType
'''
CALLS_HEAD = '''"""The calls of the API, written by tools/python_client.py from docs/api."""

from typing import Any

from rejoinder_client import models
from rejoinder_client.transport import Transport, segment


class Client(Transport):
    """A newspaper's comments, by what its API can do.

    Each call raises ApiError where it is refused, and httpx.HTTPError where none answers.
    """
'''


def type_of(schema: Schema, models: str = "") -> str:
    """A schema as a type; `models` stands before the names of shapes."""
    if "$ref" in schema:
        return models + str(schema["$ref"]).rpartition("/")[2]
    several = schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf")
    if several:
        return _either(type_of(each, models) for each in several)
    if "enum" in schema:
        words = [json.dumps(each) for each in schema["enum"] if each is not None]
        none = ["None"] if None in schema["enum"] else []
        return _either([f"Literal[{', '.join(words)}]", *none])
    kind = schema.get("type", "")
    if isinstance(kind, list):
        return _either(type_of({**schema, "type": each}, models) for each in kind)
    return _container(kind, schema, models) or PLAIN.get(kind, "Any")


def _container(kind: str, schema: Schema, models: str) -> str:
    """A list, a tuple or a mapping; empty where it is none of them."""
    if kind == "array":
        items = schema.get("items", {})
        if "prefixItems" in items:
            return (
                f"list[tuple[{', '.join(type_of(each, models) for each in items['prefixItems'])}]]"
            )
        return f"list[{type_of(items, models)}]"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"dict[str, {type_of(values, models) if values else 'Any'}]"
    return ""


def _either(kinds: Iterable[str]) -> str:
    """One of several types, None last."""
    parts = [part for kind in kinds for part in kind.split(" | ")]
    return " | ".join(sorted(dict.fromkeys(parts), key=lambda kind: kind == "None"))


def models_source(document: Schema) -> str:
    """A struct for each shape that the document has."""
    shapes = document["components"]["schemas"]
    told = [_struct(name, shapes[name]) for name in sorted(shapes)]
    return "\n\n".join([MODELS_HEAD, *told]) + "\n"


def _struct(name: str, schema: Schema) -> str:
    if schema.get("type") != "object":
        return f"{name} = {type_of(schema)}"
    told = _docstring(schema.get("description", name), 4)
    lines = [f"class {name}(Struct, kw_only=True):", *told]
    needed = set(schema.get("required", ()))
    for field, inner in schema.get("properties", {}).items():
        if field in needed:
            lines.append(f"    {field}: {type_of(inner)}")
        else:
            kind = _either([type_of(inner), "UnsetType"])
            lines.append(f"    {field}: {kind} = UNSET")
    return "\n".join(lines)


def calls_source(document: Schema) -> str:
    """A method for each call of the document, in its order."""
    return "\n".join([CALLS_HEAD, *_methods(document)])


def _methods(document: Schema) -> Iterator[str]:
    for path, item in document["paths"].items():
        for method, told in item.items():
            if STREAM not in told["responses"].get("200", {}).get("content", {}):
                yield _method(path, method, told)


def _method(path: str, method: str, told: Schema) -> str:
    named = told.get("parameters", [])
    places = [each for each in named if each["in"] == "path"]
    queries = [each for each in named if each["in"] == "query"]
    headers = [each for each in named if each["in"] == "header"]
    body = told.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    arguments = [f"{each['name']}: {type_of(each['schema'])}" for each in places]
    if body:
        arguments.append(f"body: {type_of(body, 'models.')}")
    options = [
        f"{_argument(each)}: {_optional(each['schema'])} = None" for each in (*queries, *headers)
    ]
    answer = _answer(told)
    signature = ", ".join(["self", *arguments, *(["*", *options] if options else [])])
    lines = [
        f"    def {told['operationId']}({signature}) -> {answer}:",
        *_docstring(told.get("description", told["summary"]), 8),
        f"        return self.call({', '.join(_passed(path, method, answer, told))}",
    ]
    if queries:
        lines[-1] += f", query={_pairs(queries)}"
    if headers:
        lines[-1] += f", headers={_pairs(headers)}"
    if body:
        lines[-1] += ", body=body"
    lines[-1] += ")"
    return "\n".join([*lines, ""])


def _passed(path: str, method: str, answer: str, told: Schema) -> Iterator[str]:
    words = {
        each["name"]
        for each in told.get("parameters", [])
        if each["in"] == "path" and each["schema"].get("type") == "string"
    }
    for word in words:
        path = path.replace("{" + word + "}", "{segment(" + word + ")}")
    yield json.dumps(method.upper())
    yield ("f" if "{" in path else "") + json.dumps(path)
    yield "type(None)" if answer == "None" else answer


def _answer(told: Schema) -> str:
    """The type of the answer where all is well."""
    good = next(answer for status, answer in told["responses"].items() if status.startswith("2"))
    content = good.get("content", {}).get(JSON)
    return type_of(content["schema"], "models.") if content else "None"


def _argument(parameter: Schema) -> str:
    return re.sub(r"\W", "_", parameter["name"]).lower()


def _optional(schema: Schema) -> str:
    return _either([type_of(schema, "models."), "None"])


def _pairs(parameters: list[Schema]) -> str:
    pairs = [f"{json.dumps(each['name'])}: {_argument(each)}" for each in parameters]
    return "{" + ", ".join(pairs) + "}"


def _docstring(text: str, indent: int) -> list[str]:
    space = " " * indent
    first, _, rest = text.strip().replace("\\", "\\\\").partition("\n")
    if indent + len(first) + 6 > WIDTH:  # the first sentence is what it does
        first, _, more = first.partition(". ")
        first, rest = f"{first}.", f"\n{more}\n{rest}".rstrip()
    if not rest:
        return [f'{space}"""{first}"""']
    lines = (wrap(line, WIDTH - indent) or [""] for line in rest.split("\n"))
    return [
        f'{space}"""{first}',
        *(f"{space}{each}".rstrip() for part in lines for each in part),
        f'{space}"""',
    ]


def formatted(source: str) -> str:
    """The source as this repository has its Python."""
    command = [sys.executable, "-m", "ruff", "format", "--line-length", str(WIDTH), "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    return done.stdout


def main() -> int:
    """Writes the client, or with `--check` compares it; returns the exit status."""
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    made = {
        MODELS: formatted(models_source(document)),
        CALLS: formatted(calls_source(document)),
    }
    if "--check" not in sys.argv[1:]:
        for path, source in made.items():
            path.write_text(source, encoding="utf-8")
        return 0
    if all(path.is_file() and path.read_text(encoding="utf-8") == made[path] for path in made):
        return 0
    sys.stderr.write("clients/python is out of date: run python -m tools.python_client.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
