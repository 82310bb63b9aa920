"""Which vectors belong together: made by one model, from a profile's texts in one way."""

from dataclasses import dataclass

# How a profile becomes vectors: which texts (`engine.material`), what they weigh in the vector it is found by
# (`domain.search_vector`), how they are packed. To be raised with any change of these; candidates are then embedded anew.
RECIPE = 2


@dataclass(frozen=True, slots=True)
class Edition:
    """Vectors of one edition may be compared with each other and fit the texts of their profile; those of two may not."""

    model_id: str
    recipe: int = RECIPE

    def __str__(self) -> str:
        return f"{self.model_id}#{self.recipe}"
