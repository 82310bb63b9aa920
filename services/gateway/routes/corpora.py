"""DeepSearch: list and erase corpora."""

from services.gateway.operation import NO_CONTENT, Answer, Call, Documented, Operation, query_of
from services.gateway.ports import Candidates
from services.gateway.schemas.candidate import CorpusPage, PageQuery
from services.gateway.schemas.names import names_something
from services.platform.accounts.values import Permission
from services.platform.errors import Reason

GROUP = "DeepSearch"


def operations(corpora: Candidates) -> tuple[Operation, ...]:
    """Returns the routes of corpora."""

    async def list_corpora(call: Call) -> Answer:
        return Answer(body=await corpora.list_corpora(call.caller, query_of(call, PageQuery)))

    async def erase(call: Call) -> Answer:
        corpus_id = call.path["corpus_id"]
        if names_something(corpus_id):
            await corpora.delete_corpus(call.caller, corpus_id=corpus_id)
        return NO_CONTENT

    return (
        Operation(
            method="GET",
            path="/api/v1/cvds/corpora",
            name="listCorpora",
            group=GROUP,
            summary="List your corpora, newest first",
            description="Each with its number of candidates by embedding status.",
            handler=list_corpora,
            permission=Permission.CVDEEPSEARCH,
            query=PageQuery,
            answers={200: Documented(description="A page.", schema=CorpusPage)},
            reasons=(Reason.SERVICE_WARMING,),
        ),
        Operation(
            method="DELETE",
            path="/api/v1/cvds/corpora/{corpus_id}",
            name="deleteCorpus",
            group=GROUP,
            summary="Erase a corpus with all its candidates",
            description="As for a single candidate. A corpus that is not there is erased already.",
            handler=erase,
            permission=Permission.CVDEEPSEARCH,
            path_fields={"corpus_id": "Your id of the corpus, percent-encoded."},
            answers={204: Documented(description="Erased.", content_type="")},
            reasons=(Reason.SERVICE_WARMING,),
        ),
    )
