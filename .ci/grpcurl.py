"""Stands in for grpcurl where that is not installed: the part of it that the documents use.
Messages come from server reflection. What is printed is what grpcurl prints: fields in the
order of their numbers, two spaces for each level, errors on standard error.
"""

import json
import sys

import grpc
from google.protobuf import descriptor_pool, json_format, message_factory
from grpc_reflection.v1alpha import reflection_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

USAGE = "-plaintext [-H 'NAME: VALUE'] [-d JSON] ADDRESS (list [SERVICE] | SERVICE/METHOD)"
MESSAGE_BYTES_MAX = 16 << 20
# grpcurl ends with this plus the code of the status.
EXIT_CODE_OFFSET = 64
# How Go spells them; the others are the words of the code, each with a capital.
CODE_NAMES = {"OK": "OK", "CANCELLED": "Canceled"}
# What Go escapes in JSON, and Python does not.
ESCAPES = {ord(it): f"\\u{ord(it):04x}" for it in "<>&\u2028\u2029"}


def usage(what):
    sys.exit(f"{what}; this stand-in for grpcurl knows only {USAGE}")


def read_arguments(arguments):
    """Answers the address, what to do there, the metadata and the request."""
    data, metadata, rest = "{}", [], []
    is_plaintext = False
    arguments = iter(arguments)
    for it in arguments:
        if it == "-plaintext":
            is_plaintext = True
        elif it == "-d":
            data = next(arguments, "")
        elif it == "-H":
            name, _, value = next(arguments, "").partition(":")
            metadata.append((name.strip().lower(), value.strip()))
        elif it.startswith("-"):
            usage(f"{it} is not known")
        else:
            rest.append(it)
    if not is_plaintext or len(rest) < 2 or len(rest) > (3 if rest[1] == "list" else 2):
        usage("these arguments are not known")
    return rest[0], rest[1:], metadata, data


def numbers_as_go(value):
    """Go writes 1 where Python writes 1.0."""
    if isinstance(value, dict):
        return {name: numbers_as_go(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [numbers_as_go(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def written(message, pool):
    fields = json_format.MessageToDict(message, descriptor_pool=pool)
    text = json.dumps(numbers_as_go(fields), ensure_ascii=False, indent=2)
    return text.translate(ESCAPES)


def services(channel):
    """Asked of v1, as grpcurl does; its messages are those of v1alpha."""
    stub = channel.stream_stream(
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        reflection_pb2.ServerReflectionRequest.SerializeToString,
        reflection_pb2.ServerReflectionResponse.FromString,
    )
    [answer] = stub(iter([reflection_pb2.ServerReflectionRequest(list_services="")]))
    return sorted(it.name for it in answer.list_services_response.service)


def call(channel, pool, path, metadata, data):
    service, _, name = path.replace("/", ".").rpartition(".")
    try:
        method = pool.FindServiceByName(service).FindMethodByName(name)
    except KeyError:
        sys.exit(f'Error invoking method "{path}": the server has no such method')
    request = message_factory.GetMessageClass(method.input_type)()
    try:
        json_format.Parse(data, request, descriptor_pool=pool)
    except json_format.ParseError as error:
        sys.exit(f'Error invoking method "{path}": error getting request data: {error}')
    answer = message_factory.GetMessageClass(method.output_type)
    kind = channel.unary_stream if method.server_streaming else channel.unary_unary
    stub = kind(f"/{service}/{name}", type(request).SerializeToString, answer.FromString)
    found = stub(request, metadata=metadata)
    for message in found if method.server_streaming else [found]:
        print(written(message, pool), flush=True)


def print_error(error, pool):
    code = error.code().name
    name = CODE_NAMES.get(code, code.title().replace("_", ""))
    print(f"ERROR:\n  Code: {name}\n  Message: {error.details()}", file=sys.stderr)
    trailers = dict(error.trailing_metadata() or [])
    details = trailers.get("grpc-status-details-bin")
    if not details:
        return
    status = message_factory.GetMessageClass(pool.FindMessageTypeByName("google.rpc.Status"))
    print("  Details:", file=sys.stderr)
    for number, detail in enumerate(status.FromString(details).details, 1):
        head = f"  {number})"
        text = written(detail, pool).replace("\n", "\n" + " " * len(head) + "\t")
        print(f"{head}\t{text}", file=sys.stderr)


def main():
    address, deed, metadata, data = read_arguments(sys.argv[1:])
    limit = ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX)
    with grpc.insecure_channel(address, [limit]) as channel:
        pool = descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(channel))
        try:
            if deed == ["list"]:
                print("\n".join(services(channel)))
            elif deed[0] == "list":
                methods = pool.FindServiceByName(deed[1]).methods
                print("\n".join(sorted(it.full_name for it in methods)))
            else:
                call(channel, pool, deed[0], metadata, data)
        except grpc.RpcError as error:
            print_error(error, pool)
            sys.exit(EXIT_CODE_OFFSET + error.code().value[0])


main()
