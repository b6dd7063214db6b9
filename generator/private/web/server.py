"""Running the application: uvicorn, told to say nothing of what is asked for, on a socket that is already bound."""

from __future__ import annotations

import socket
from pathlib import Path

import uvicorn

from generator.private.store import Store
from generator.private.web import sessions
from generator.private.web.app import application
from generator.private.web.site import Site

_MOST_AT_ONCE = 200


def serve(
    store: Store, site: Site, listening: socket.socket, pair: tuple[Path, Path] | None, *, behind_proxy: bool
) -> None:
    """Serve until KeyboardInterrupt, which comes once all was answered. A proxy of this computer says who asks."""
    store.write("abrir", sessions.forget_old)
    config = uvicorn.Config(
        application(store, site),
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="off",
        proxy_headers=behind_proxy,
        forwarded_allow_ips="127.0.0.1",
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=10,
        ssl_certfile=pair[0] if pair else None,
        ssl_keyfile=pair[1] if pair else None,
    )
    uvicorn.Server(config).run(sockets=[listening])
