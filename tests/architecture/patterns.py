"""Every regular expression that our code runs, with the way in which it is run."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.core.validators import RegexValidator
from django.urls import URLResolver, get_resolver

from tests.architecture.code import PRODUCT, sources, walk

METHODS = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
SEARCHED = {"RegexValidator", "RegexField", "re_path"}
ONLY_LOOKED_AT = {"search", "match", "fullmatch"}
HOSTS = ("marketplace.urls.market", "marketplace.urls.retailer")


@dataclass(frozen=True)
class Used:
    """A pattern, where it stands, and one method that it is run by."""

    where: str
    pattern: re.Pattern
    method: str

    def run(self, text):
        if isinstance(self.pattern.pattern, bytes):
            text = text.encode()
        if self.method in ONLY_LOOKED_AT:
            getattr(self.pattern, self.method)(text)
        else:
            for _ in self.pattern.finditer(text):
                pass


def all_patterns() -> list[Used]:
    """Each pattern and method once, in a fixed order."""
    single = {}
    for used in (*in_code(), *in_addresses(), *in_models()):
        single.setdefault((used.pattern, used.method), used)
    return list(single.values())


def in_code() -> Iterator[Used]:
    for path, tree in sources().items():
        for node in walk(tree):
            if isinstance(node, ast.Call) and (methods := methods_of(node, path, tree)):
                for pattern in patterns_of(node, module_of(path), f"{path}:{node.lineno}"):
                    for method in methods:
                        yield Used(f"{path}:{node.lineno}", pattern, method)


def module_of(path):
    return import_module(path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))


def methods_of(call, path, tree) -> list[str]:
    """How a call runs the pattern that it names first; none where it names no pattern."""
    function = call.func
    name = getattr(function, "attr", getattr(function, "id", ""))
    if name in SEARCHED:
        return ["search"]
    if not (isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "re"):
        return []
    if name == "compile":
        return sorted(uses_of(call, path, tree)) or ["finditer"]
    return [name] if name in METHODS else []


def uses_of(call, path, tree) -> set[str]:
    """The methods called on what a compiled pattern is assigned to, in any module."""
    targets = {
        target.id
        for node in walk(tree)
        if isinstance(node, ast.Assign) and node.value is call
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    private = all(name.startswith("_") for name in targets)
    return {
        method
        for where, name, method in method_calls()
        if name in targets and (where == path or not private)
    }


@cache
def method_calls() -> list[tuple[str, str, str]]:
    """(file, name, method) of each call that may be one on a pattern."""
    return [
        (path, getattr(node.value, "id", getattr(node.value, "attr", "")), node.attr)
        for path, tree in sources().items()
        for node in walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in METHODS
    ]


def patterns_of(call, module, where) -> Iterator[re.Pattern]:
    if not call.args:
        return
    is_compiled = getattr(call.func, "attr", "") == "compile"
    flags = [word.value for word in call.keywords if word.arg == "flags"]
    flags = flags or (call.args[1:2] if is_compiled else [])
    number = value_of(flags[0], module) if flags else 0
    for text in texts_of(call.args[0], module, where):
        yield text if isinstance(text, re.Pattern) else re.compile(text, number)


def texts_of(node, module, where) -> list:
    """The pattern's text; of a parameter, what its callers and its default give."""
    try:
        return [value_of(node, module)]
    except NameError:
        if isinstance(node, ast.Name) and (texts := given_as(node.id)):
            return texts
    if isinstance(node, ast.Call):
        return []  # a text made from others, such as decimal_pattern(field): see the hand-made ones
    raise AssertionError(f"{where}: the pattern cannot be read; name it at the module's level")


def given_as(parameter) -> list:
    """What any call gives as this keyword, and what it is by default."""
    texts = []
    for path, tree in sources().items():
        for node in walk(tree):
            if isinstance(node, ast.Call):
                given = [word.value for word in node.keywords if word.arg == parameter]
            elif isinstance(node, ast.FunctionDef):
                names = [argument.arg for argument in node.args.kwonlyargs]
                defaults = dict(zip(names, node.args.kw_defaults, strict=True))
                given = [defaults[parameter]] if defaults.get(parameter) else []
            else:
                continue
            texts += [value_of(value, module_of(path)) for value in given]
    return texts


def value_of(node, module):
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), dict(vars(module)))


def in_addresses() -> Iterator[Used]:
    for host in HOSTS:
        for where, pattern in addresses_below(get_resolver(host), host):
            yield Used(where, pattern, "search")


def addresses_below(resolver, where) -> Iterator[tuple[str, re.Pattern]]:
    for entry in resolver.url_patterns:
        place = f"{where} {entry.pattern}"
        yield place, entry.pattern.regex
        if isinstance(entry, URLResolver):
            yield from addresses_below(entry, place)


def in_models() -> Iterator[Used]:
    for model in apps.get_models():
        if model.__module__.split(".")[0] in PRODUCT:
            for field in model._meta.get_fields():
                for validator in getattr(field, "validators", []):
                    if isinstance(validator, RegexValidator):
                        yield Used(f"{model._meta.label}.{field.name}", validator.regex, "search")
