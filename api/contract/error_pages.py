"""docs/api/errors.md, from the catalogue of problems."""

from marketplace.requests.catalogue import problems_by_topic

HEAD = """# Problems

Made from the classes of the refusals by `make schema`. Every refusal is a problem
document; its `type` is `/problems/<code>` and leads to a page with the same words, on every host.
"""


def error_catalogue() -> str:
    parts = [HEAD]
    for topic, problems in problems_by_topic().items():
        parts.append(f"## {topic}\n\n| type | status | meaning | what to do |\n|---|---|---|---|")
        parts += [
            f"| `{kind.code}` | {kind.status} | {kind.meaning} | {kind.remedy} |"
            for kind in problems
        ]
        parts.append("")
    return "\n".join(parts)
