"""Credits: what the client has and what became of it."""

from datetime import UTC, datetime

from services.gateway.operation import Answer, Call, Documented, Operation
from services.gateway.ports import JsonObject, Statements
from services.gateway.problems import iso_timestamp
from services.gateway.schemas.account import CreditsBody
from services.platform.accounts.values import Statement, Transaction


def operations(statements: Statements) -> tuple[Operation, ...]:
    """Returns the route of credits."""

    async def read(call: Call) -> Answer:
        return Answer(body=credits_body(await statements.statement(call.caller.client_id)))

    return (
        Operation(
            method="GET",
            path="/api/v1/credits",
            name="getCredits",
            group="Account",
            summary="Read your credits",
            description=(
                "A match costs 3 credits. They are held when it is submitted, charged when it finishes and released "
                "when it fails."
            ),
            handler=read,
            answers={200: Documented(description="The statement.", schema=CreditsBody)},
        ),
    )


def credits_body(statement: Statement) -> JsonObject:
    """Returns the body of a statement, shaped as `CreditsBody`."""
    return {
        "balance": statement.balance,
        "held": statement.held,
        "available": statement.available,
        "usage": {"cvdeepmatch": statement.charged},
        "transactions": [_transaction(row) for row in statement.transactions],
    }


def _transaction(row: Transaction) -> JsonObject:
    body: JsonObject = {
        "id": row.id,
        "type": row.type.value,
        "amount": row.amount,
        "balance_after": row.balance_after,
        "created_at": iso_timestamp(datetime.fromtimestamp(row.created_at_ms / 1000, UTC)),
    }
    if row.run_id is not None:
        body["run_id"] = row.run_id
    return body
