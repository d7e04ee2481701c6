"""Follows the feed of claims into a search index, here a table of SQLite.

    python follow_feed.py 127.0.0.1:50051 claims.sqlite

The index and its position are written in one transaction: each change once, whatever is killed.
"""

import asyncio
import sqlite3
import sys

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from claimstore.v1 import change_pb2, change_pb2_grpc

TABLES = """
    CREATE TABLE IF NOT EXISTS feed (id INTEGER PRIMARY KEY, position TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS claims (name TEXT PRIMARY KEY, revision INTEGER NOT NULL);
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (name UNINDEXED, statement);"""
EMPTY = "DELETE FROM feed; DELETE FROM claims; DELETE FROM words;"
# What followed the position is not in the log, so that the index has to be made anew.
GONE = {"POSITION_LOST", "POSITION_EXPIRED", "POSITION_FOREIGN"}


async def follow(changes, index):
    [known] = index.execute("SELECT max(position) FROM feed").fetchone()
    request = change_pb2.WatchChangesRequest(
        filter={"kinds": ["RESOURCE_KIND_CLAIM"]}, position=known or "", snapshot=not known)
    async for response in changes.WatchChanges(request):
        with index:
            for change in response.changes:
                name, claim = change.resource_name, change.claim
                index.execute("INSERT OR REPLACE INTO claims VALUES (?, ?)", (name, change.revision))
                index.execute("DELETE FROM words WHERE name = ?", (name,))
                if claim.statement and not claim.HasField("delete_time"):
                    index.execute("INSERT INTO words VALUES (?, ?)", (name, claim.statement))
            index.execute("INSERT OR REPLACE INTO feed VALUES (1, ?)", (response.position,))


async def main(server, file):
    index = sqlite3.connect(file)
    index.executescript(TABLES)
    async with grpc.aio.insecure_channel(server) as channel:
        while True:
            try:
                await follow(change_pb2_grpc.ChangeServiceStub(channel), index)
            except grpc.aio.AioRpcError as error:
                status, info = rpc_status.from_call(error), error_details_pb2.ErrorInfo()
                is_answered = status and any(it.Unpack(info) for it in status.details)
                if info.reason in GONE:
                    index.executescript(EMPTY)
                elif is_answered and error.code().name not in ("UNAVAILABLE", "RESOURCE_EXHAUSTED"):
                    raise
            await asyncio.sleep(1)


asyncio.run(main(*sys.argv[1:]))
