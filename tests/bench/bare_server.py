"""The baseline of the gateway: bare aiohttp that parses the same multipart form and answers JSON of the same size."""

import json
import sys

import uvloop
from aiohttp import web

ACCEPTED = {
    "id": "cvdm_" + "0" * 22,
    "status": "processing",
    "message": "The match was accepted.",
    "estimated_time": 10,
}


async def submit(request: web.Request) -> web.Response:
    """Parses the whole form into memory, as the shortest handler would."""
    form = await request.post()
    cv = form["cv_file"]
    if not isinstance(cv, web.FileField) or not cv.file.read().startswith(b"%PDF-"):
        return web.json_response({"error": "no pdf"}, status=400)
    json.loads(str(form["config"]))
    return web.json_response(ACCEPTED, status=202)


def main() -> None:
    """Serves on the port given; the answer of the poll route is the file given."""
    port, body_file = int(sys.argv[1]), sys.argv[2]
    with open(body_file, "rb") as file:  # noqa: PTH123 - one read at start
        match = json.load(file)

    async def poll(_: web.Request) -> web.Response:
        return web.json_response(match)

    app = web.Application(client_max_size=8 * 1024 * 1024)
    app.router.add_post("/api/v1/cvdeepmatch/submit", submit)
    app.router.add_get("/api/v1/cvdeepmatch/{id}", poll)
    uvloop.install()
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main()
