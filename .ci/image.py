"""Waits until a server is healthy, and makes one call.

Speaks the wire format itself where a message is of a few bytes: no generated code.
"""

import sys
import time

import grpc

SECONDS = 30
# HealthCheckResponse { status: SERVING }
SERVING = b"\x08\x01"

channel = grpc.insecure_channel(sys.argv[1])


def call(path, request):
    return channel.unary_unary(path)(request, timeout=10, wait_for_ready=True)


def check_health(service):
    name = service.encode()
    field = b"\x0a" + bytes([len(name)]) + name if name else b""
    return call("/grpc.health.v1.Health/Check", field)


begin = time.monotonic()
while check_health("") != SERVING:
    if time.monotonic() - begin > SECONDS:
        sys.exit("health does not become SERVING")
    time.sleep(0.05)
took = time.monotonic() - begin
if check_health("liveness") != SERVING:
    sys.exit("liveness is not SERVING")
# An empty store lists nothing: no field at all.
listed = call("/claimstore.v1.SourceService/ListSources", b"")
if listed != b"":
    sys.exit(f"an empty store lists {listed!r}")
print(f"   SERVING after {took:.1f} s, and answers calls")
