"""An application for a shop."""

from typing import Annotated, TypedDict

from api.outputs import Uuid, field


class ApplicationOutput(TypedDict):
    id: Annotated[Uuid, field("The shop's id", "e1d2c3b4-a596-4877-8695-a4b3c2d1e0f9")]
    slug: Annotated[str, field("The beginning of its host", "northgate-books")]
    name: Annotated[str, field("The shop's name", "Northgate Books")]
    status: Annotated[str, field("`applied` until an operator has decided", "applied")]
