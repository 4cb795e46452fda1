#!/usr/bin/env python3
"""Speaks the warm protocol of the peers' harness over `morgue search --stdin`.

    shim.py MORGUE INDEX [--pipe]

Says {"ready": true}, then answers each line {"q": RECORD, "mode": "top10" or "count"} with a line
{"ids", "snips", "total", "ns", "cpu"}. Times are the program's own, from the reading of a query to the
page with its hits, as those of a library are taken inside its process; with --pipe they run from the
writing of the query to the reading of the page's JSON. The page is taken apart afterwards. Words are
asked for exactly (`=word`), as the peers do.
"""
import json
import subprocess
import sys
import time

MARKS = ("<b>", "</b>")


def text(record):
    terms, op = record["terms"], record["op"]
    exact = ["=" + term for term in terms]
    query = {
        "and": " AND ".join(exact),
        "or": " OR ".join(exact),
        "phrase": '"%s"' % " ".join(terms),
        "prefix": terms[0] + "*",
        "fuzzy": terms[0] + "~1",
        "term": exact[0],
    }[op]
    if record["from"]:
        query = "(%s) date:%s..%s" % (query, record["from"], record["to"])
    return query


class Asker:
    def __init__(self, program, index, *flags):
        command = [program, "search", "--stdin", "--quiet", "--time", "--index", index, *flags]
        pipe = subprocess.PIPE
        self.child = subprocess.Popen(command, stdin=pipe, stdout=pipe, bufsize=0)
        self.out = self.child.stdout

    def cpu(self):
        try:
            with open("/proc/%d/schedstat" % self.child.pid) as stat:
                return int(stat.read().split()[0])
        except OSError:
            return 0

    def line(self):
        parts = []
        while True:
            part = self.out.read(1 << 20)
            if not part:
                raise SystemExit("morgue ended")
            parts.append(part)
            if part.endswith(b"\n"):
                return b"".join(parts)

    def ask(self, query):
        line = query.encode() + b"\n"
        cpu, begun = self.cpu(), time.perf_counter_ns()
        self.child.stdin.write(line)
        page = self.line()
        took = time.perf_counter_ns() - begun
        return json.loads(page), took, self.cpu() - cpu


def snippet(hit):
    """The title and the passages: a match may stand in either alone."""
    parts = [hit["title_spans"] or []] + [passage["spans"] for passage in hit["passages"]]
    piece = lambda p: MARKS[0] + p["text"] + MARKS[1] if "match" in p else p["text"]
    return " … ".join("".join(map(piece, spans)) for spans in parts)


def main():
    program, index = sys.argv[1:3]
    with_pipe = "--pipe" in sys.argv[3:]
    askers = {
        "rel": Asker(program, index),
        "date": Asker(program, index, "--sort", "date"),
        "count": Asker(program, index, "--limit", "0"),
    }
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        record, mode = request["q"], request["mode"]
        asker = askers["count" if mode == "count" else record["sort"]]
        page, took, cpu = asker.ask(text(record))
        if page["kind"] == "error":
            print(json.dumps({"skip": page["text"]}), flush=True)
            continue
        answer = {
            "ids": [hit["key"] for hit in page["hits"]],
            "snips": [snippet(hit) for hit in page["hits"]],
            "total": page["counts"]["articles"],
            "ns": took if with_pipe else int(page["seconds"]["search"] * 1e9),
            "cpu": cpu,
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
