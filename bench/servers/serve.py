"""`python -m bench.servers.serve MODULE:APPLICATION PORT`: a peer under the same uvicorn as the product."""

import sys

import uvicorn

if __name__ == "__main__":
    uvicorn.run(
        sys.argv[1],
        host="127.0.0.1",
        port=int(sys.argv[2]),
        loop="uvloop",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="off",
        access_log=False,
        log_level="warning",
        backlog=4096,
    )
