"""Files a fact-check: finds the claim that was checked, and stores the desk's review of it.

    python file_fact_check.py 127.0.0.1:50051 DESK VERDICT URL TEXT
"""

import asyncio
import sys
import uuid

import grpc

from claimstore.v1 import claim_service_pb2, claim_service_pb2_grpc
from claimstore.v1 import match_pb2, review_pb2, review_pb2_grpc, search_service_pb2_grpc

# The library tries again by itself, as `ErrorReason` in error.proto asks for it.
RETRIES = """{"methodConfig": [{"name": [{}], "retryPolicy": {
    "maxAttempts": 5, "initialBackoff": "0.1s", "maxBackoff": "2s", "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE"]}}]}"""
# Below it, a person has to say whether it is the same claim. docs/search.md says more.
SURE = 0.9


async def find(channel, text):
    """The claim that a text repeats."""
    search = search_service_pb2_grpc.SearchServiceStub(channel)
    request = match_pb2.MatchClaimsRequest(texts=[{"text": text}], max_matches=3)
    response = await search.MatchClaims(request, timeout=10)
    matches = [it for passage in response.texts[0].passages for it in passage.matches]
    if not matches or matches[0].confidence < SURE:
        lines = [f"{it.confidence:.2f} {it.claim.name} {it.claim.statement}" for it in matches]
        sys.exit("\n".join(["no claim is surely this one; the nearest are:", *lines]))
    return matches[0].claim


async def main(server, desk, verdict, url, text):
    options = [("grpc.service_config", RETRIES)]
    async with grpc.aio.insecure_channel(server, options=options) as channel:
        claim = await find(channel, text)
        review = review_pb2.Review(author=desk, verdict=f"VERDICT_{verdict}", url=url)
        review.review_time.GetCurrentTime()
        request = review_pb2.CreateReviewRequest(
            parent=claim.name, review=review, request_id=str(uuid.uuid4()))
        reviews = review_pb2_grpc.ReviewServiceStub(channel)
        try:
            print("filed", (await reviews.CreateReview(request, timeout=10)).name)
        except grpc.aio.AioRpcError as error:
            if error.code() != grpc.StatusCode.ALREADY_EXISTS:
                raise
            print("this desk has filed that page already")
        claims = claim_service_pb2_grpc.ClaimServiceStub(channel)
        request = claim_service_pb2.GetStandingRequest(name=f"{claim.name}/standing")
        print(claim.statement)
        for it in (await claims.GetStanding(request, timeout=10)).verdicts:
            print(it.author, review_pb2.Verdict.Name(it.verdict).removeprefix("VERDICT_"))


asyncio.run(main(*sys.argv[1:]))
