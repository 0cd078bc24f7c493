#!/usr/bin/env python3
"""Stands before a server and makes every request take some milliseconds more, each connection on its own.

    latency.py UPSTREAM_PORT MILLISECONDS

Prints the port it listens on. It knows as much of HTTP/1.1 as phoenix and its server use: lengths, no chunks.
"""
import asyncio
import sys


async def message(reader):
    """One request or answer as it came; empty at the end."""
    head = b""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return head + (await reader.readexactly(length) if length else b"")


async def serve(reader, writer, port, delay):
    upstream_reader, upstream = await asyncio.open_connection("127.0.0.1", port)
    try:
        while request := await message(reader):
            due = asyncio.get_running_loop().time() + delay
            upstream.write(request)
            answer = await message(upstream_reader)
            # The server's own time is part of the latency, as it is on a network.
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            writer.write(answer)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        upstream.close()
        writer.close()


async def main(port, delay):
    server = await asyncio.start_server(lambda r, w: serve(r, w, port, delay), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]) / 1000))
