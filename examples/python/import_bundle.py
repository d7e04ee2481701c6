"""Imports a bundle: an article with its claims, in protobuf JSON.

    python import_bundle.py 127.0.0.1:50051 bundle.json

Sent again, also after it broke off, it changes nothing.
"""

import asyncio
import collections
import sys
import uuid
from pathlib import Path

import grpc
from google.protobuf import json_format
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from claimstore.v1 import bundle_pb2, bundle_pb2_grpc, bundle_result_pb2

# The library tries again by itself, as `ErrorReason` in error.proto asks for it.
RETRIES = """{"methodConfig": [{"name": [{}], "retryPolicy": {
    "maxAttempts": 5, "initialBackoff": "0.1s", "maxBackoff": "2s", "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE"]}}]}"""


def problems(error):
    """What is wrong with which field, where the server says so."""
    status, bad = rpc_status.from_call(error), error_details_pb2.BadRequest()
    if status and any(detail.Unpack(bad) for detail in status.details):
        return [f"{it.field}: {it.description}" for it in bad.field_violations]
    return [error.details()]


async def main(server, file):
    bundle = json_format.Parse(Path(file).read_text(encoding="utf-8"), bundle_pb2.Bundle())
    # All attempts have the same id, so that the import is done once.
    request = bundle_pb2.ImportBundleRequest(bundle=bundle, request_id=str(uuid.uuid4()))
    options = [("grpc.service_config", RETRIES)]
    async with grpc.aio.insecure_channel(server, options=options) as channel:
        bundles = bundle_pb2_grpc.BundleServiceStub(channel)
        actor = [("x-claimstore-actor", "import-example")]
        try:
            response = await bundles.ImportBundle(request, timeout=60, metadata=actor)
        except grpc.aio.AioRpcError as error:
            sys.exit("\n".join(problems(error)))
    outcomes = collections.Counter(result.outcome for result in response.results)
    for outcome, count in sorted(outcomes.items()):
        name = bundle_result_pb2.ImportOutcome.Name(outcome)
        print(name.removeprefix("IMPORT_OUTCOME_").lower(), count)


asyncio.run(main(*sys.argv[1:]))
