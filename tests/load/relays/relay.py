"""The relay everybody writes first, on Python's `websockets`: frames copied both ways. Compared with ours by
`cargo xtask bench live`."""

import asyncio
import sys

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

UPSTREAM = sys.argv[1]


async def copy(source, sink):
    try:
        async for message in source:
            await sink.send(message)
    finally:
        await sink.close()


async def relay(page):
    async with connect(UPSTREAM, compression=None, max_size=1 << 20, ping_interval=None) as tutor:
        await asyncio.gather(copy(page, tutor), copy(tutor, page), return_exceptions=True)


async def main():
    options = {"compression": None, "ping_interval": None}
    async with serve(relay, "127.0.0.1", 0, **options) as server:
        port = server.sockets[0].getsockname()[1]
        print(f"listening on http://127.0.0.1:{port}", flush=True)
        await server.serve_forever()


asyncio.run(main())
