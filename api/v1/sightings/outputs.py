"""What was kept of looking around."""

from typing import Annotated, TypedDict

from api.outputs import field


class LoggedOutput(TypedDict):
    logged: Annotated[int, field("How many were kept", 2)]
    ignored: Annotated[
        int, field("Of things that are not here, or all: privacy.wants_suggestions is off", 0)
    ]
