"""docs/api/errors.md, from the catalogue of problems."""

from marketplace.requests.problem_types import TOPICS

HEAD = """# Problems

Made from `marketplace/requests/problem_types/` by `make schema`. Every refusal is a problem
document; its `type` is `/problems/<code>` and leads to a page with the same words, on every host.
"""


def error_catalogue() -> str:
    parts = [HEAD]
    for topic, problems in TOPICS.items():
        parts.append(f"## {topic}\n\n| type | status | meaning | what to do |\n|---|---|---|---|")
        parts += [
            f"| `{one.code}` | {one.status} | {one.meaning} | {one.remedy} |" for one in problems
        ]
        parts.append("")
    return "\n".join(parts)
