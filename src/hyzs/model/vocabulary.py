"""Words of vocabularies that a store keeps in its settings."""

from typing import Annotated

from hyzs.model.annotations import Level, Name
from hyzs.model.record import Part, field
from hyzs.model.scalars import Text


class VocabularyTerm(Part):
    """A word of a vocabulary."""

    name: Annotated[Text, Name()] = field("名称", level=Level.public)
