"""verify_proof.py PROOF CHECKPOINT KEY: verifies a history, by the formats of docs/transparency.md alone."""

import hashlib
import json
import sys
from base64 import b64decode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NAMES = ["sources/{id}", "articles/{id}", "claims/{id}", "claims/{claim}/appearances/{id}"]
NAMES += ["claims/{claim}/relations/{id}", "claims/{claim}/reviews/{id}", "claims/{id}/standing"]


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def require(holds, otherwise):
    return holds or sys.exit(otherwise)


def signed_text(note, key):
    """The text of a signed note, if the key signed it."""
    (name, key_id, key), (text, lines) = key.split("+", 2), note.rsplit("\n\n", 1)
    require(sha256(name.encode(), b"\n", b64decode(key))[:4].hex() == key_id, "this is no key")
    signed = {it[:4].hex(): it[4:] for it in (b64decode(line.split(" ")[2]) for line in lines.splitlines())}
    require(key_id in signed, "the checkpoint is not signed by this key")
    Ed25519PublicKey.from_public_bytes(b64decode(key)[1:]).verify(signed[key_id], (text + "\n").encode())
    return text


def root(index, size, node, path):
    """The root of a tree of RFC 6962 in which a leaf has this path."""
    if size == 1 or not path:
        return require(size == 1 and not path, "a path has another length") and node
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        return sha256(b"\1", root(index, left, node, path[:-1]), b64decode(path[-1]))
    return sha256(b"\1", b64decode(path[-1]), root(index - left, size - left, node, path[:-1]))


proof = json.load(open(sys.argv[1]))
_, size, tree = signed_text(open(sys.argv[2]).read(), sys.argv[3]).split("\n")
require(proof["format"] == "claimstore-proof/v1" and proof["changes"], "this is no proof of a history")
for number, it in enumerate(proof["changes"], 1):
    entry, record = (dict(line.split(" ", 1) for line in it[part].split("\n")[1:-1]) for part in ("entry", "record"))
    leaf, change = (sha256(b"\0", it[part].encode()) for part in ("entry", "record"))
    require(root(it["leafIndex"], int(size), leaf, it["path"]) == b64decode(tree), "not in the checkpoint")
    found = root(it["changeIndex"], int(entry["changes"]), change, it["recordPath"])
    require(found == b64decode(entry["records"]), "not in its commit")
    name, revision = NAMES[int(record["kind"]) - 1].format(**record), record["revision"]
    named = name == it["name"] == proof["changes"][0]["name"] and revision == str(it["revision"]) == str(number)
    require(named, "of something else, or a revision is missing")
    content, absent = it.get("content"), it.get("absent")
    require((content is None) == (absent in ("erased", "not-kept")), "it must have a content, or say why not")
    if content is not None:
        parts = b64decode(content["salt"]), content["version"].to_bytes(2, "big"), b64decode(content["message"])
        require(sha256(*parts) == b64decode(record["content"]), "another content")
    print(f"revision {number} of {name}, {record['time']}: {absent or 'as it was'}")
