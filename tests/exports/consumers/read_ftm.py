"""Reads entities and statements as FollowTheMoney does, and tells what it understood, as JSON.

read_ftm.py ENTITIES STATEMENTS
"""

import json
import sys
from pathlib import Path


def entities(path):
    import followthemoney as ftm

    for row in Path(path).read_bytes().splitlines():
        data = json.loads(row)
        ftm.model.get(data["schema"]).validate(data)
        proxy = ftm.EntityProxy.from_dict(data)
        kept = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
        assert kept == {name: sorted(values) for name, values in data["properties"].items()}, (kept, data)
        refs = sorted({v for p in proxy.iterprops() if p.type.name == "entity" for v in proxy.get(p)})
        yield proxy.id, {"schema": proxy.schema.name, "caption": proxy.caption, "properties": kept, "refs": refs}


def statements(path):
    import followthemoney as ftm
    from followthemoney.statement import Statement
    from followthemoney.statement.serialize import read_csv_statements

    with Path(path).open("rb") as file:
        for s in read_csv_statements(file):
            assert s.id == Statement.make_key(s.dataset, s.entity_id, s.prop, s.value, s.external)
            assert ftm.model.get(s.schema).get(s.prop) is not None
            yield [s.entity_id, s.prop, s.value, s.origin]


if __name__ == "__main__":
    json.dump({"entities": dict(entities(sys.argv[1])), "statements": list(statements(sys.argv[2]))}, sys.stdout)
