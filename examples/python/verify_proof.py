"""Verifies that a history is in a checkpoint that was kept: verify_proof.py PROOF CHECKPOINT KEY

PROOF is what `claimstore prove --checkpoint CHECKPOINT` writes. docs/transparency.md has the formats.
"""

import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def require(holds, otherwise):
    if not holds:
        sys.exit(otherwise)


def signed_text(note, key):
    """The text of a signed note, if the key signed it."""
    (name, key_id, key), (text, lines) = key.split("+", 2), note.rsplit("\n\n", 1)
    key = base64.b64decode(key)
    require(sha256(name.encode(), b"\n", key)[:4].hex() == key_id, "this is no key")
    signatures = [base64.b64decode(it.split(" ")[2]) for it in lines.splitlines()]
    signature = [it[4:] for it in signatures if it[:4].hex() == key_id]
    require(signature, "the checkpoint is not signed by this key")
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature[0], (text + "\n").encode())
    return text


def root(index, size, node, path):
    """The root of a tree of RFC 6962 in which a leaf has this path."""
    if size == 1:
        return require(not path, "a path is too long") or node
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        return sha256(b"\1", root(index, left, node, path[:-1]), base64.b64decode(path[-1]))
    return sha256(b"\1", base64.b64decode(path[-1]), root(index - left, size - left, node, path[:-1]))


OF_CLAIM = {"4": "appearances", "5": "relations", "6": "reviews"}
NAMES = {"1": "sources/{id}", "2": "articles/{id}", "3": "claims/{id}", "7": "claims/{id}/standing"}
NAMES |= {kind: f"claims/{{claim}}/{name}/{{id}}" for kind, name in OF_CLAIM.items()}

proof = json.load(open(sys.argv[1]))
require(proof["format"] == "claimstore-proof/v1" and proof["changes"], "this is no proof of a history")
_, size, expected = signed_text(open(sys.argv[2]).read(), sys.argv[3]).split("\n")
for number, it in enumerate(proof["changes"], 1):
    entry, record = (dict(line.split(" ", 1) for line in it[part].split("\n")[1:-1]) for part in ("entry", "record"))
    leaf, change = (sha256(b"\0", it[part].encode()) for part in ("entry", "record"))
    found = root(it["leafIndex"], int(size), leaf, it["path"])
    require(found == base64.b64decode(expected), "not in the checkpoint")
    found = root(it["changeIndex"], int(entry["changes"]), change, it["recordPath"])
    require(found == base64.b64decode(entry["records"]), "not in its commit")
    name = NAMES[record["kind"]].format(**record)
    require(name == it["name"] == proof["changes"][0]["name"], "of something else")
    require(record["revision"] == str(it["revision"]) == str(number), "a revision is missing")
    content, absent = it.get("content"), it.get("absent")
    require(bool(content) != (absent in ("erased", "not-kept")), "it must have a content, or say why not")
    if content:
        salt, message = base64.b64decode(content["salt"]), base64.b64decode(content["message"])
        found = sha256(salt, content["version"].to_bytes(2, "big"), message)
        require(found == base64.b64decode(record["content"]), "another content")
    print(f"revision {number} of {it['name']}, {record['time']}: {absent or 'as it was'}")
