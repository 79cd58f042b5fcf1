"""Checks a log of verdicts: python check.py FILE…, each a proof, or what you kept: the key, an older head, the page."""
import json
import sys
from base64 import b64decode
from hashlib import sha256, sha512
from pathlib import Path

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519 (RFC 8032)
D = -121665 * pow(121666, -1, P) % P
def must(is_so: object, fault: str) -> None:
    return None if is_so else sys.exit(f"DOES NOT HOLD: {fault}")
def add(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    t = D * a[0] * b[0] * a[1] * b[1]
    return (a[0] * b[1] + b[0] * a[1]) * pow(1 + t, -1, P) % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P
def times(k: int, a: tuple[int, int]) -> tuple[int, int]:
    rest = times(k // 2, add(a, a)) if k else (0, 1)
    return add(rest, a) if k & 1 else rest
def point(data: bytes) -> tuple[int, int]:
    y = int.from_bytes(data, "little") % 2**255
    x = pow((y * y - 1) * pow(D * y * y + 1, -1, P), (P + 3) // 8, P)
    x = x if (x * x * (D * y * y + 1) - y * y + 1) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    return (x if x & 1 == data[31] >> 7 else P - x), y
def head(note: str, key: str) -> tuple[int, bytes]:  # a name, a size, a root (C2SP checkpoint), and who signed them
    (name, size, root, _, line), (named, _, public) = note.split("\n")[:5], key.split("+", 2)
    raw, sign = b64decode(public), b64decode(line.split(" ")[2])
    must(name == named and sign[:4] == sha256(name.encode() + b"\n" + raw).digest()[:4], "another key signed the head")
    k = int.from_bytes(sha512(sign[4:36] + raw[1:] + f"{name}\n{size}\n{root}\n".encode()).digest(), "little") % L
    x, y = add(times(int.from_bytes(sign[36:], "little"), point(b"\x58" + b"\x66" * 31)), times(L - k, point(raw[1:])))
    must(sign[4:36] == (y | (x & 1) << 255).to_bytes(32, "little"), "the signature of the head is wrong")
    return int(size), b64decode(root)
def node(left: bytes, right: bytes) -> bytes:  # RFC 6962, 2.1
    return sha256(b"\x01" + left + right).digest()
def inside(i: int, n: int, leaf: bytes, path: list[bytes]) -> bytes:  # the root above leaf i of n, by its path
    must(0 <= i < n and bool(path) == (n > 1), "the path of the proof has another length")
    k = 1 << (n - 1).bit_length() >> 1
    below = inside(i % k, k if i < k else n - k, leaf, path[:-1]) if path else leaf
    return below if not path else node(below, path[-1]) if i < k else node(path[-1], below)
def grown(m: int, n: int, old: bytes, path: list[bytes], own: int = 0) -> list[bytes]:  # the roots of m and n leaves
    must(0 < m <= n and (len(path) == own if m == n else path), "the path of the proof has another length")
    k = 1 << (n - 1).bit_length() >> 1
    if m < n and m > k:
        return [node(path[-1], one) for one in grown(m - k, n - k, old, path[:-1], 1)]
    below = [*path, old][:1] * 2 if m == n else grown(m, k, old, path[:-1], own)
    return below if m == n else [below[0], node(below[1], path[-1])]
if __name__ == "__main__":
    texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
    kept, pages = [text for text in texts if text[0] not in "{<"], [text for text in texts if text[0] == "<"]
    for proof in [json.loads(text) for text in texts if text[0] == "{"]:
        key = next((text.strip() for text in kept if "\n\n" not in text), proof["key"])
        (size, top), path = head(proof["head"], key), [bytes.fromhex(one) for one in proof["path"]]
        olds = [head(text, key) for text in kept if "first" in proof and "\n\n" in text]
        must(all(n == proof["first"] and grown(n, size, r, path) == [r, top] for n, r in olds), "the log was rewritten")
        leaf, said = proof.get("leaf", "").encode(), json.loads(proof.get("body", "null"))
        must(not leaf or inside(proof["position"], size, sha256(b"\0" + leaf).digest(), path) == top, "no such leaf")
        hashed = sha256((proof["salt"] + proof["body"]).encode()).hexdigest() if said else ""
        must(not said or hashed == json.loads(leaf)["body"], "other words were published")
        for one in [json.loads(text.split('ld+json">')[1].split("</script>")[0]) for text in pages if said]:
            must(one["claimReviewed"] == said["statement"], "the page has other words")
        must(leaf or olds, "give the older head as well")
        print(f"HOLDS under the head over {size} leaves, key {key}: {leaf.decode() or 'it begins as it did'}")
