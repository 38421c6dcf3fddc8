"""What Slack refuses in blocks: the limits and shapes of its Block Kit reference, as far as our answers use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.lists import words_of

Block = Mapping[str, Any]
_KNOWN = words_of("header section context divider rich_text actions image context_actions markdown table")
# Element of an input block -> what it must or may have, as far as we use it
_INPUTS = {"rich_text_input", "file_input", "plain_text_input"}
_ELEMENTS = {
    "button": {"type", "action_id", "value", "text", "style", "url", "confirm", "accessibility_label"},
    "overflow": {"type", "action_id", "options", "confirm"},
    "checkboxes": {"type", "action_id", "options", "initial_options", "confirm"},
}
_MOST_OPTIONS = 5
_MOST_FILES, _METADATA = 10, 3000
_RICH = {"rich_text_section", "rich_text_preformatted", "rich_text_quote", "rich_text_list"}
_PLAIN = ("plain_text",)
_ALL, _LEAF = 13_200, 3000


def complaints(blocks: object, most: int = 50) -> list[str]:
    """What is wrong, in Slack's manner (``[ERROR] … [json-pointer:…]``); [] when nothing is."""
    if not isinstance(blocks, list):
        return ["[ERROR] must be an array [json-pointer:/blocks]"]
    found = [f"[ERROR] no more than {most} items allowed [json-pointer:/blocks]"] if len(blocks) > most else []
    for index, block in enumerate(blocks):
        found += [f"[ERROR] {words} [json-pointer:/blocks/{index}]" for words in _block(block)]
    return found


def view_complaints(view: Mapping[str, Any]) -> list[str]:
    """What is wrong with a modal, or with the Home tab."""
    if view.get("type") == "home":
        return complaints(view.get("blocks"), most=100)
    found = [] if view.get("type") == "modal" else ["[ERROR] must be a valid view type [json-pointer:/view/type]"]
    for name in ("title", "close", "submit"):
        if name in view or name == "title":
            found += [f"[ERROR] {words} [json-pointer:/view/{name}]" for words in _text(view.get(name), 24, _PLAIN)]
    blocks = view.get("blocks")
    inputs = [block for block in blocks if block.get("type") == "input"] if isinstance(blocks, list) else []
    others = [block for block in blocks if block.get("type") != "input"] if isinstance(blocks, list) else blocks
    if inputs and "submit" not in view:
        found.append("[ERROR] submit: required when an input block is in the view [json-pointer:/view]")
    if len(str(view.get("private_metadata", ""))) > _METADATA:
        found.append("[ERROR] private_metadata: at most 3000 characters [json-pointer:/view/private_metadata]")
    if len(inputs) + (len(others) if isinstance(others, list) else 0) > 100:
        found.append("[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]")
    found += [f"[ERROR] {words} [json-pointer:/view/blocks]" for block in inputs for words in _input(block)]
    return found + complaints(others, most=100)


def is_too_long(blocks: list[Block]) -> bool:
    """The undocumented limit over all texts of a message (``msg_blocks_too_long``)."""
    return _weight(blocks) > _ALL


def _block(block: object) -> list[str]:
    if not isinstance(block, Mapping) or block.get("type") not in _KNOWN:
        return [f"unsupported type: {block.get('type') if isinstance(block, Mapping) else block!r}"]
    too_long = ["block_id: must be less than 256 characters"] if len(str(block.get("block_id", ""))) > 255 else []
    check = {"header": _header, "section": _section, "context": _context, "rich_text": _rich, "actions": _actions}
    return too_long + check.get(str(block["type"]), lambda _: [])(block)


def _header(block: Block) -> list[str]:
    return _text(block.get("text"), 150, _PLAIN)


def _section(block: Block) -> list[str]:
    fields = block.get("fields", [])
    found = _text(block["text"], 3000) if "text" in block else ([] if fields else ["missing required field: text"])
    found += ["no more than 10 items allowed: fields"] if len(fields) > 10 else []
    found += [f"accessory: {words}" for words in _element(block["accessory"])] if "accessory" in block else []
    return found + [words for item in fields for words in _text(item, 2000)]


def _context(block: Block) -> list[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 10:
        return ["elements: 1 to 10 items"]
    return [words for item in elements if item.get("type") != "image" for words in _text(item, 2000)]


def _input(block: Block) -> list[str]:
    element = block.get("element")
    found = [f"label: {words}" for words in _text(block.get("label"), 2000, _PLAIN)]
    if not isinstance(element, Mapping) or element.get("type") not in _INPUTS:
        return [*found, "element: unsupported type"]
    if "placeholder" in element:
        found += [f"placeholder: {words}" for words in _text(element["placeholder"], 150, _PLAIN)]
        found += ["placeholder: not for file_input"] if element["type"] == "file_input" else []
    if not 1 <= element.get("max_files", 1) <= _MOST_FILES:
        found.append("max_files: 1 to 10")
    return found


def _actions(block: Block) -> list[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 25:
        return ["elements: 1 to 25 items"]
    found = [words for item in elements for words in _element(item)]
    ids = [item.get("action_id") for item in elements if item.get("action_id")]
    return found + (["action_id: must be unique"] if len(ids) != len(set(ids)) else [])


def _element(item: object) -> list[str]:
    """A button, an overflow menu or boxes: what it must have, and nothing else."""
    if not isinstance(item, Mapping) or item.get("type") not in _ELEMENTS:
        return [f"unsupported element: {item.get('type') if isinstance(item, Mapping) else item!r}"]
    known = _ELEMENTS[item["type"]]
    found = [f"invalid additional property: {name}" for name in item if name not in known]
    found += ["action_id: must be less than 256 characters"] if len(str(item.get("action_id", ""))) > 255 else []
    if item["type"] != "button":
        return found + _options(item.get("options"))
    found += [f"text: {words}" for words in _text(item.get("text"), 75, _PLAIN)]
    found += ["value: at most 2000 characters"] if len(str(item.get("value", ""))) > 2000 else []
    return found + (["style: primary or danger"] if item.get("style", "primary") not in ("primary", "danger") else [])


def _options(options: object) -> list[str]:
    if not isinstance(options, list) or not 1 <= len(options) <= _MOST_OPTIONS:
        return [f"options: 1 to {_MOST_OPTIONS} items"]
    found = [f"options: {words}" for one in options for words in _text(one.get("text"), 75, _PLAIN)]
    values = [str(one.get("value", "")) for one in options]
    return found + ["options: value must be 1 to 75 characters" for value in values if not 1 <= len(value) <= 75]


def _rich(block: Block) -> list[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not elements:
        return ["missing required field: elements"]
    return [f"unsupported element: {item.get('type')}" for item in elements if item.get("type") not in _RICH] + [
        words for item in elements for words in _leaves(item)
    ]


def _leaves(element: Block) -> list[str]:
    parts = element.get("elements")
    if not isinstance(parts, list):
        return ["missing required field: elements"]
    if element.get("type") == "rich_text_list":
        is_ok = element.get("style") in ("bullet", "ordered")
        return ([] if is_ok else ["style: bullet or ordered"]) + [words for part in parts for words in _leaves(part)]
    texts = [str(part.get("text") or "") for part in parts if part.get("type") == "text"]
    found = ["text: must be more than 0 characters" for text in texts if not text]
    return found + [f"text: must be less than {_LEAF + 1} characters" for text in texts if len(text) > _LEAF]


def _text(value: object, most: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> list[str]:
    if not isinstance(value, Mapping) or value.get("type") not in kinds:
        return [f"text: must be {' or '.join(kinds)}"]
    text = value.get("text")
    if not isinstance(text, str) or not text:
        return ["text: must be more than 0 characters"]
    return [f"text: must be less than {most + 1} characters"] if len(text) > most else []


def _weight(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(len(v) if k == "text" and isinstance(v, str) else _weight(v) for k, v in value.items())
    return sum(map(_weight, value)) if isinstance(value, list) else 0
