"""`make eval`: how well CVs are read, judged and found, each beside its baselines in the same run; also as JSON.

`python -m tests.bench.eval [FILE]` reads ../shared/data and writes FILE (.run/eval.json).
"""

import asyncio
import json
import sys
from pathlib import Path

from tests.bench import eval_held_out, eval_judging, eval_reader, eval_search
from tests.bench.tables import console

_ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Prints the tables and writes the file."""
    data = _ROOT.parent / "shared" / "data"
    if not data.is_dir():
        console.print("../shared/data is absent: nothing to evaluate")
        return
    reading = eval_reader.measure(data)
    eval_reader.table(reading)
    judging, held_out, searching = asyncio.run(_with_model(data / "match"))
    eval_judging.table(judging)
    eval_held_out.table(held_out)
    eval_search.table(searching)
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else _ROOT / ".run" / "eval.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    figures = {
        "reading": eval_reader.as_json(reading),
        "judging": eval_judging.as_json(judging),
        "held_out": eval_held_out.as_json(held_out),
        "search": {way: {"ndcg_10": ndcg, "recall_10": share} for way, (ndcg, share) in searching.items()},
    }
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(f"written: {path}", highlight=False)


async def _with_model(
    folder: Path,
) -> tuple[eval_judging.Judging, dict[str, eval_judging.Judging], dict[str, tuple[float, float]]]:
    async with eval_search.opened_vectors() as vectors:
        return (
            await eval_judging.measure(folder, vectors),
            await eval_held_out.measure(vectors),
            await eval_search.measure(folder, vectors),
        )


if __name__ == "__main__":
    main()
