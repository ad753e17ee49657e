"""``openapi.json``: every interface of the portal in OpenAPI 3.1, from ``publish.interfaces``.

Texts are in both languages, the portal's first, for OpenAPI has no place for translations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish import interfaces
from publish.admitted import Admitted
from publish.interfaces import Group, Operation, Parameter
from publish.model import Json, Text
from publish.urls import Urls

MEDIA_TYPE = "application/json"
_HTML, _PLAIN = "text/html", "text/plain"


def to_openapi(admitted: Admitted) -> Json:
    """The document."""
    portal, known = admitted.portal, interfaces.examples(admitted)
    address, lang = Urls.of(portal), portal.language
    paths: dict[str, dict[str, Json]] = {}
    for group in interfaces.groups():
        for operation in group.operations:
            paths[operation.path] = dict(_methods(operation, group, known, lang))
    contact = {"name": portal.contact.name[lang], "email": portal.contact.email, "url": address.absolute("/")}
    return {
        "openapi": "3.1.1",
        "info": {
            "title": both(portal.title, lang),
            "version": admitted.as_of.isoformat(),
            "description": both(portal.description, lang),
            "contact": {key: value for key, value in contact.items() if value},
        },
        "servers": [{"url": address.base}],
        "tags": [
            {"name": g.key, "summary": both(g.name, lang), "description": both(g.about, lang)}
            for g in interfaces.groups()
        ],
        "paths": paths,
        "components": {"schemas": dict(interfaces.answers())},
    }


def both(text: Text, lang: str) -> str:
    """A text in every language, this one first."""
    return " / ".join(dict.fromkeys(s for s in (text[lang], *(said for _, said in text)) if s))


def _methods(operation: Operation, group: Group, known: Mapping[str, str], lang: str) -> Iterator[tuple[str, Json]]:
    about = {"summary": both(operation.name, lang), "tags": [group.key], "responses": dict(_answers(operation))}
    shown = interfaces.values(operation, interfaces.example(operation, known))
    said = [_parameter(p, shown.get(p.name), lang) for p in operation.parameters]
    if "GET" in operation.methods:
        yield "get", {"operationId": operation.id, **about, "parameters": said}
    else:
        # What is said inside, its own protocol says.
        body = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
        yield "post", {"operationId": operation.id, **about, "requestBody": body}
    if operation.methods == ("GET", "POST"):
        body = {
            "type": "object",
            "properties": {p.name: _in_json(p) for p in operation.parameters},
            "required": [p.name for p in operation.parameters if p.required],
        }
        content = {kind: {"schema": body} for kind in ("application/json", "application/x-www-form-urlencoded")}
        needed = any(p.required for p in operation.parameters)
        asked = {"requestBody": {"required": needed, "content": content}}
        yield "post", {"operationId": f"{operation.id}_post", **about, **asked}


def _parameter(parameter: Parameter, shown: str | None, lang: str) -> Json:
    value: Json = int(shown) if shown and parameter.type == "integer" else shown
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "description": both(parameter.about, lang),
        "schema": _schema(parameter),
        **({"example": value} if shown else {}),
    }


def _schema(parameter: Parameter) -> Json:
    schema: dict[str, Json] = {"type": parameter.type}
    if parameter.values:
        schema["enum"] = list(parameter.values)
    if parameter.least is not None:
        schema["minimum"] = parameter.least
    if parameter.type == "string" and parameter.required:
        schema["minLength"] = 1
    return schema


def _in_json(parameter: Parameter) -> Json:
    """In a body of JSON what is written as JSON in an address may stand as it is."""
    if parameter.name in ("filters", "fields", "facet.field"):
        return {"type": ["object", "array", "string"]}
    return _schema(parameter)


# --- answers --------------------------------------------------------------------------------------------------------

_SAID: Mapping[int, str] = {
    206: "A part of the file, as Range asks / 文件的一段（Range）",
    301: "It has another name now / 已改名",
    302: "It has another address / 网址不同",
    304: "Unchanged / 没有变化",
    400: "The question cannot be understood / 看不懂",
    404: "There is no such thing / 没有",
    406: "JSON must be accepted / 须接受 JSON",
    409: "A parameter is wrong / 参数不对",
    410: "It was withdrawn, or the version is no longer kept / 已撤下，或旧版本不再保留",
    413: "The question is too large / 请求太大",
    415: "It is no JSON / 不是 JSON",
}


def _answers(operation: Operation) -> Iterator[tuple[str, Json]]:
    yield "200", {"description": "OK", "content": _good(operation)}
    for status in operation.statuses:
        content = _bad(operation, status)
        yield str(status), {"description": _SAID[status], **({"content": content} if content else {})}


def _named(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _good(operation: Operation) -> Json:
    if "/" in operation.answer:
        return {operation.answer: {}}
    schema = _named(operation.answer)
    if operation.group == "ckan":
        schema = {"allOf": [_named("Answer"), {"type": "object", "properties": {"result": schema}}]}
    elif operation.id == "rows":
        schema = {"anyOf": [schema, _named("List")]}  # _shape=array
    return {"application/json": {"schema": schema}}


def _bad(operation: Operation, status: int) -> Json:
    if status == 206:
        return _good(operation)
    if status < 400:
        return None
    if operation.group == "ckan":
        refused: Json = _named("Refusal")
        return {"application/json": {"schema": {"anyOf": [refused, {"type": "string"}]} if status == 400 else refused}}
    if operation.group == "data" and "GET" not in operation.methods:
        return {"application/json": {}, _PLAIN: {}}
    if operation.group == "data":
        return {"application/json": {"schema": _named("Mistake")}, _PLAIN: {}}
    return {_HTML: {}, _PLAIN: {}}
