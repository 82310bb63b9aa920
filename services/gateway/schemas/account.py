"""Credits: the body of the statement."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, WithJsonSchema


class Usage(BaseModel):
    """Credits ever charged, by product."""

    cvdeepmatch: Annotated[int, Field(ge=0)]


class TransactionBody(BaseModel):
    """One change of the balance."""

    id: str
    type: Literal["grant", "charge", "adjustment"]
    amount: Annotated[int, Field(description="Signed: a charge is below 0.")]
    balance_after: int
    run_id: Annotated[str | None, Field(description="The match that was charged for; absent otherwise.")] = None
    created_at: Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class CreditsBody(BaseModel):
    """What the client has and what became of it."""

    balance: Annotated[int, Field(description="Granted minus charged.")]
    held: Annotated[int, Field(description="Held for matches that run.")]
    available: Annotated[int, Field(description="`balance - held`: what new matches may use.")]
    usage: Usage
    transactions: Annotated[list[TransactionBody], Field(description="The newest 50, newest first.")]
