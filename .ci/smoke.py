"""The program as callers see it, through server reflection only: no generated code.

A store of its own serves the example, another one the seed article where one is
given. What is read back is compared with what was given, field by field.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import grpc
from google.protobuf import descriptor_pool, json_format, message_factory, text_format
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from program import END_SECONDS, started

PROGRAM, EXAMPLE = sys.argv[1:3]
# There may be none.
SEED = sys.argv[3] if len(sys.argv) > 3 else None
START_SECONDS = 60
OUTPUT_ONLY = {
    "name", "revision", "etag", "create_time", "update_time", "delete_time",
    "retraction", "corrections", "canonical_url", "body_sha256", "version",
}


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def equal(found, wanted, what):
    check(found == wanted, f"{what}\n  found  {found!r}\n  wanted {wanted!r}")


class Client:
    """Calls methods by their names, with what reflection says about them."""

    def __init__(self, address):
        self.channel = grpc.insecure_channel(
            address, [("grpc.max_receive_message_length", 16 << 20)]
        )
        grpc.channel_ready_future(self.channel).result(START_SECONDS)
        self.pool = descriptor_pool.DescriptorPool(
            ProtoReflectionDescriptorDatabase(self.channel)
        )

    def message(self, name):
        return message_factory.GetMessageClass(self.pool.FindMessageTypeByName(name))

    def method(self, path):
        service, name = path.split("/")
        found = self.pool.FindServiceByName(service).FindMethodByName(name)
        classes = (found.input_type, found.output_type)
        return [message_factory.GetMessageClass(it) for it in classes]

    def call(self, path, **fields):
        request, response = self.method(path)
        stub = self.channel.unary_unary(
            "/" + path, request.SerializeToString, response.FromString
        )
        return stub(request(**fields), timeout=30)

    def watch_health(self):
        """A stream that stays open for as long as the server lets it."""
        request, response = self.method("grpc.health.v1.Health/Watch")
        stub = self.channel.unary_stream(
            "/grpc.health.v1.Health/Watch", request.SerializeToString, response.FromString
        )
        stream = stub(request())
        next(stream)
        return stream

    def wait_until_serving(self):
        deadline = time.monotonic() + START_SECONDS
        for service in ("", "claimstore.v1.BundleService"):
            # 1 is SERVING.
            while self.call("grpc.health.v1.Health/Check", service=service).status != 1:
                check(time.monotonic() < deadline, "health does not become SERVING")
                time.sleep(0.05)


@contextmanager
def served():
    """A server on a store of its own, which must end well when it is told to."""
    with started(PROGRAM) as (process, address, data):
        client = Client(address)
        client.wait_until_serving()
        yield client, address
        stop(process, client, data)


def stop(process, client, data):
    stream = client.watch_health()
    begin = time.monotonic()
    process.send_signal(signal.SIGTERM)
    code = process.wait(END_SECONDS)
    equal(code, 0, "SIGTERM ends the server well")
    stream.cancel()
    check(
        not os.path.exists(os.path.join(data, "postgres", "postmaster.pid")),
        "the private Postgres was left running",
    )
    print(f"   ended {time.monotonic() - begin:.1f} s after SIGTERM, with a stream open")


def import_file(address, *arguments):
    """Imports with the program itself; answers the counts that it prints."""
    run = subprocess.run(
        [PROGRAM, "import", "--server", f"http://{address}", *arguments],
        capture_output=True, text=True, timeout=120,
    )
    check(run.returncode == 0, f"import failed:\n{run.stdout}{run.stderr}")
    counts = run.stdout.splitlines()[0]
    pairs = [pair.split() for pair in counts.split(", ")]
    return {word: int(count) for word, count in pairs}


def paragraphs(message):
    return text_format.MessageToString(message, as_utf8=True)


def visit(message, look):
    """Calls `look` with every message inside, and itself."""
    look(message)
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        values = value if field.is_repeated else [value]
        for inner in values:
            visit(inner, look)


def resolve(message, names):
    """Puts resource names where a bundle has its own keys."""
    def look(inner):
        for field in ("source", "publisher", "document", "article", "translation_of", "target"):
            if field in inner.DESCRIPTOR.fields_by_name:
                value = getattr(inner, field)
                if isinstance(value, str) and value.startswith("#"):
                    setattr(inner, field, names[value])
        if "evidence" in inner.DESCRIPTOR.fields_by_name:
            inner.evidence[:] = [names.get(value, value) for value in inner.evidence]
    visit(message, look)


def as_given(stored):
    """What callers can write of a resource."""
    given = type(stored)()
    given.CopyFrom(stored)
    for field in OUTPUT_ONLY & set(given.DESCRIPTOR.fields_by_name):
        given.ClearField(field)
    return given


def same(stored, wanted, what):
    found = as_given(stored)
    check(
        found == wanted,
        f"{what} is not what was given\n-- found\n{paragraphs(found)}-- wanted\n{paragraphs(wanted)}",
    )


def settle_anchors(stored, wanted, article):
    """Checks where each anchor stands; where the bundle left that to the server, the
    position is taken over."""
    for field in ("anchors", "printed_figures", "printed_dates"):
        pairs = zip(getattr(stored, field), getattr(wanted, field), strict=True)
        for found, anchor in pairs:
            # 1 is the body, 2 the headline.
            text = {1: article.body, 2: article.headline}[found.part]
            start, end = found.start, found.end
            check(found.HasField("start") and found.HasField("end"), "an anchor has no place")
            equal(text[start:end], found.exact, "an anchor does not stand in the text")
            check(text[:start].endswith(found.prefix), f"{found.prefix!r} is not before it")
            check(text[end:].startswith(found.suffix), f"{found.suffix!r} is not behind it")
            if not anchor.HasField("start"):
                anchor.start, anchor.end = start, end


def round_trip(client, address):
    """The example comes back as it was given."""
    with open(EXAMPLE, encoding="utf-8") as file:
        text = file.read()
    counts = import_file(address, EXAMPLE)
    check(counts["created"] > 0 and sum(counts.values()) == counts["created"], counts)

    bundle = json_format.Parse(text, client.message("claimstore.v1.Bundle")())
    # Through this client too; it answers what each thing of the bundle became.
    results = client.call("claimstore.v1.BundleService/ImportBundle", bundle=bundle).results
    outcome = client.pool.FindEnumTypeByName("claimstore.v1.ImportOutcome").values_by_name
    unchanged = outcome["IMPORT_OUTCOME_UNCHANGED"].number
    changed = [it.path for it in results if it.outcome != unchanged]
    equal(changed, [], "the same bundle again changes nothing")
    equal(len(results), counts["created"], "every resource has a result")
    names = {it.path: it.name for it in results}
    keys = {f"#{it.key}": it.name for it in results if it.key}
    resolve(bundle, keys)

    article = client.call("claimstore.v1.ArticleService/GetArticle", name=names["article"])
    same(article, bundle.article, "the article")
    sha256 = hashlib.sha256(article.body.encode()).hexdigest()
    equal(article.body_sha256, sha256, "the body's digest")

    wanted = {names[f"sources[{at}]"]: it.source for at, it in enumerate(bundle.sources)}
    read = client.call("claimstore.v1.SourceService/BatchGetSources", names=list(wanted))
    for source in read.sources:
        same(source, wanted[source.name], source.name)

    wanted = {names[f"claims[{at}]"]: it.claim for at, it in enumerate(bundle.claims)}
    read = client.call("claimstore.v1.ClaimService/BatchGetClaims", names=list(wanted))
    for claim in read.claims:
        same(claim, wanted[claim.name], claim.name)

    printed = {
        names[f"claims[{at}].appearances[{index}]"]: appearance
        for at, it in enumerate(bundle.claims)
        for index, appearance in enumerate(it.appearances)
    }
    listed = list_all(client, "claimstore.v1.ClaimService/ListAppearances", "appearances", parent="claims/-")
    equal({it.name for it in listed}, set(printed), "the appearances")
    for appearance in listed:
        wanted = printed[appearance.name]
        wanted.article = wanted.article or article.name
        wanted.article_version = wanted.article_version or 1
        settle_anchors(appearance, wanted, article)
        same(appearance, wanted, appearance.name)
    for path, field in (
        ("claimstore.v1.ClaimService/ListRelations", "relations"),
        ("claimstore.v1.ReviewService/ListReviews", "reviews"),
    ):
        wanted = {
            names[f"claims[{at}].{field}[{index}]"]: given
            for at, it in enumerate(bundle.claims)
            for index, given in enumerate(getattr(it, field))
        }
        listed = list_all(client, path, field, parent="claims/-")
        equal({it.name for it in listed}, set(wanted), f"the {field}")
        for it in listed:
            same(it, wanted[it.name], it.name)
    print(f"   {len(results)} resources came back as they were given")


def list_all(client, path, field, **arguments):
    found, token = [], ""
    while True:
        page = client.call(path, page_size=7, page_token=token, **arguments)
        found.extend(getattr(page, field))
        token = page.next_page_token
        if not token:
            return found


def refusal(client):
    """A bad call says what is wrong with which field, and reflection can read it."""
    try:
        client.call(
            "claimstore.v1.SourceService/CreateSource",
            source={"url": "no url"}, source_id="NO-UUID",
        )
    except grpc.RpcError as error:
        refused = error
    else:
        raise AssertionError("a bad source was stored")
    equal(refused.code(), grpc.StatusCode.INVALID_ARGUMENT, refused.details())
    trailers = dict(refused.trailing_metadata())
    status = client.message("google.rpc.Status").FromString(trailers["grpc-status-details-bin"])
    details = {}
    for detail in status.details:
        name = detail.type_url.rsplit("/", 1)[1]
        details[name] = client.message(name).FromString(detail.value)
    info = details["google.rpc.ErrorInfo"]
    equal((info.reason, info.domain), ("INVALID_FIELDS", "claimstore"), "the reason")
    violations = details["google.rpc.BadRequest"].field_violations
    equal(
        sorted(it.field for it in violations),
        ["source.kind", "source.url", "source_id"],
        "all fields that are wrong",
    )
    check(all(it.description for it in violations), "a violation without a word")


def seed(client, address):
    """A plain-text article is stored as it is, and once."""
    arguments = ["--language", "en", "--number-locale", "it", SEED]
    first = import_file(address, *arguments)
    check(first["created"] > 0, first)
    second = import_file(address, *arguments)
    equal(second["unchanged"], sum(first.values()), "imported again, everything is unchanged")
    equal(sum(second.values()), second["unchanged"], "imported again, nothing else is")

    with open(SEED, encoding="utf-8", newline="") as file:
        text = file.read()
    head, _, listed = text.rpartition("\nSources\n")
    title, byline, date, body = [part for part in split_head(head)]
    entries = [line.strip() for line in listed.splitlines() if line.strip()]
    pages = [line for line in entries if line.startswith("http")]
    photo = [line for line in entries if line.lower().startswith("photo")]
    check(len(pages) == 4 and len(photo) == 1, "the seed is not as it was")

    found = list_all(client, "claimstore.v1.ArticleService/ListArticles", "articles")
    equal(len(found), 1, "one article")
    article = client.call("claimstore.v1.ArticleService/GetArticle", name=found[0].name)
    equal(article.headline, title, "the title")
    equal([it.printed for it in article.bylines], [byline], "the byline")
    equal(article.body, body, "the body")
    equal((article.language, article.number_locale), ("en", "it"), "the languages")
    published = article.date_published
    equal(published.printed, date, "the date as printed")
    day, month, year = map(int, date.split("/"))
    equal((published.year, published.month, published.day), (year, month, day), "the date")

    equal([it.printed for it in article.citations], entries, "the entries below Sources")
    names = [it.source for it in article.citations] + [it.source for it in article.credits]
    read = client.call("claimstore.v1.SourceService/BatchGetSources", names=names)
    sources = {it.name: it for it in read.sources}
    cited = [sources[it.source].url for it in article.citations if it.printed in pages]
    equal(cited, pages, "the pages that are cited")
    kinds = client.pool.FindEnumTypeByName("claimstore.v1.CreditKind").values_by_name
    credits = [(it.kind, it.printed) for it in article.credits]
    equal(credits, [(kinds["CREDIT_KIND_PHOTO"].number, photo[0])], "the photo credit")
    handle = next(word for word in photo[0].split() if word.startswith("@"))
    credited = sources[article.credits[0].source]
    check(handle in (credited.display_name, credited.url), f"{handle} is not {credited}")
    print(f"   {sum(first.values())} resources of the seed, and unchanged the second time")


def split_head(text):
    """The first three lines that hold something, and all the rest as it is."""
    while text:
        line, _, rest = text.partition("\n")
        if not line.strip():
            text = rest
            continue
        yield line.strip()
        text = rest
        if line.strip().replace("/", "").isdigit():
            yield text
            return


def main():
    with served() as (client, address):
        round_trip(client, address)
        refusal(client)
    if SEED:
        with served() as (client, address):
            seed(client, address)


main()
