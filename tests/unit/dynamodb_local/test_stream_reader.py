"""Reading a stream of a real engine: from a starting position, over the ends of shards, and what the records are."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from emulator.dynamodb_local import stream_reader
from emulator.dynamodb_local.engine import DynamoDBLocalEngine
from emulator.dynamodb_local.records import as_aws
from emulator.dynamodb_local.stream_reader import NothingToReadError, Stream, StreamReader
from tests.unit.dynamodb_local.conftest import ACCOUNT, REGION, Database

HOURS = 60 * 60

ITEM = {
    "id": {"S": "é \u2028 \" \\ 'x' 𝄞"},
    "number": {"N": "1.50"},
    "large": {"N": "1e30"},
    "binary": {"B": "aGVsbG8="},
    "list": {"L": [{"NULL": True}, {"BOOL": False}, {"M": {"set": {"SS": ["a", "b"]}}}]},
    "binaries": {"BS": ["aGVsbG8=", ""]},
    "numbers": {"NS": ["1", "2e10"]},
    "empty": {"M": {}},
}


def reader_of(database: Database, table: str, page_size: int = 100) -> StreamReader:
    return StreamReader(database.file, database.stream(table), page_size)


def read(reader: StreamReader) -> Iterator[dict[str, Any]]:
    """All there is to read now."""
    more = True
    while more:
        page = reader.read()
        reader.after, more = page.last, page.more
        yield from (record for _shard, record in page.records)


def read_ids(reader: StreamReader) -> list[str]:
    """The keys of all there is to read now."""
    return [record["dynamodb"]["Keys"]["id"]["S"] for record in read(reader)]


def the_engines_records(database: Database, stream: Stream) -> list[dict[str, Any]]:
    """What GetRecords of the engine answers for the oldest shard, in the form of AWS."""

    def call(operation: str, **request: Any) -> dict[str, Any]:
        return database.engine.client.call(f"DynamoDBStreams_20120810.{operation}", ACCOUNT, REGION, request)

    shards = call("DescribeStream", StreamArn=stream.engine_arn)["StreamDescription"]["Shards"]
    iterator = call(
        "GetShardIterator",
        StreamArn=stream.engine_arn,
        ShardId=shards[0]["ShardId"],
        ShardIteratorType="TRIM_HORIZON",
    )["ShardIterator"]
    records = call("GetRecords", ShardIterator=iterator)["Records"]
    return [as_aws(record, REGION, time.time()) for record in records]


def creation_of(record: dict[str, Any]) -> float:
    created: float = record["dynamodb"]["ApproximateCreationDateTime"]
    return created


def at_the_times_of(records: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The others, each made when the record in its place was."""
    return [
        {**other, "dynamodb": {**other["dynamodb"], "ApproximateCreationDateTime": creation_of(record)}}
        for record, other in zip(records, others, strict=True)
    ]


@pytest.mark.parametrize("view", ["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"])
def test_records_are_those_that_getrecords_answers_d34(database: Database, view: str) -> None:
    """But the time, which the engine cuts to the minute when it answers, and not when it keeps it (D35)."""
    table = database.create_table(view)
    before = int(time.time())
    database.call("PutItem", TableName=table, Item=ITEM)
    database.call("PutItem", TableName=table, Item={"id": ITEM["id"], "new": {"S": ""}})
    database.call("DeleteItem", TableName=table, Key={"id": ITEM["id"]})
    reader = reader_of(database, table)
    reader.start_at_oldest()
    records, theirs = list(read(reader)), the_engines_records(database, database.stream(table))
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    assert all(before <= created <= time.time() and created == int(created) for created in map(creation_of, records))
    # As text: keys have the same order.
    assert list(map(json.dumps, records)) == list(map(json.dumps, at_the_times_of(records, theirs)))


def test_what_expired_is_deleted_by_the_service_d20(own_database: Database) -> None:
    table = own_database.create_table()
    own_database.call(
        "UpdateTimeToLive", TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"}
    )
    reader = reader_of(own_database, table)
    reader.start_at_oldest()
    own_database.call("PutItem", TableName=table, Item={"id": {"S": "1"}, "until": {"N": str(int(time.time()) - 60)}})
    records: list[dict[str, Any]] = []
    deadline = time.monotonic() + 60
    while len(records) < 2 and time.monotonic() < deadline:
        records += read(reader)
    assert [record["eventName"] for record in records] == ["INSERT", "REMOVE"]
    theirs = the_engines_records(own_database, own_database.stream(table))
    assert records == at_the_times_of(records, theirs)
    assert records[1]["userIdentity"] == {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}


def test_latest_begins_with_the_next_record(database: Database) -> None:
    table = database.create_table()
    database.put(table, "before")
    reader = reader_of(database, table)
    reader.start_at_latest()
    database.put(table, "after 1", "after 2")
    assert read_ids(reader) == ["after 1", "after 2"]
    assert read_ids(reader) == []


def test_latest_of_a_stream_without_records_begins_with_its_first(own_database: Database) -> None:
    table = own_database.create_table()
    reader = reader_of(own_database, table)
    reader.start_at_latest()
    own_database.put(table, "first")
    assert read_ids(reader) == ["first"]


def test_trim_horizon_begins_with_the_oldest_record(database: Database) -> None:
    table = database.create_table()
    database.put(table, "1", "2")
    reader = reader_of(database, table)
    reader.start_at_oldest()
    database.put(table, "3")
    assert read_ids(reader) == ["1", "2", "3"]


def test_streams_of_other_tables_are_none_of_its_business(database: Database) -> None:
    table, another = database.create_table(), database.create_table()
    reader = reader_of(database, table)
    reader.start_at_oldest()
    database.put(another, "other")
    database.put(table, "own")
    assert read_ids(reader) == ["own"]


def test_what_others_have_written_is_looked_through_once(database: Database) -> None:
    table, another = database.create_table(), database.create_table()
    reader = reader_of(database, table)
    reader.start_at_oldest()
    database.put(another, "other")
    of_the_other = reader_of(database, another)
    of_the_other.start_at_oldest()
    empty = reader.read()
    assert (empty.records, empty.last, empty.more) == ([], of_the_other.read().last, False)
    reader.after = empty.last
    database.put(table, "own")
    assert read_ids(reader) == ["own"]


@pytest.mark.parametrize("step", ["_newest", "_page"])
def test_what_comes_while_there_is_nothing_is_not_missed(
    database: Database, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Neither right after the page was read, nor before; when there is something of another stream to look through."""
    table, another = database.create_table(), database.create_table()
    reader = reader_of(database, table)
    reader.start_at_latest()
    database.put(another, "other")
    place: Any = stream_reader if step == "_newest" else reader
    usual = getattr(place, step)

    def write_after(*arguments: Any) -> Any:
        answer = usual(*arguments)
        monkeypatch.undo()
        database.put(table, "meanwhile")
        return answer

    monkeypatch.setattr(place, step, write_after)
    assert read_ids(reader) + read_ids(reader) == ["meanwhile"]


def test_records_are_kept_for_a_day(own_engine: DynamoDBLocalEngine, own_database: Database) -> None:
    table = own_database.create_table()
    own_database.put(table, "yesterday")
    make_older(own_engine, "us", 25 * HOURS)
    own_database.put(table, "today")
    reader = reader_of(own_database, table)
    reader.start_at_oldest()
    assert read_ids(reader) == ["today"]


def test_a_page_has_no_more_records_than_asked_for_and_tells_when_there_is_more(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table, page_size=2)
    reader.start_at_oldest()
    database.put(table, "1", "2", "3")
    first = reader.read()
    reader.after = first.last
    second = reader.read()
    assert [(len(page.records), page.more) for page in (first, second)] == [(2, True), (1, False)]


def test_a_page_is_read_again_until_it_is_taken(database: Database) -> None:
    """Who fails with a page loses none of it."""
    table = database.create_table()
    database.put(table, "1")
    reader = reader_of(database, table)
    reader.start_at_oldest()
    assert reader.read() == reader.read()


def test_a_page_has_a_limited_size(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_reader, "MAX_PAGE_BYTES", 2000)
    table = database.create_table()
    reader = reader_of(database, table)
    reader.start_at_oldest()
    for number in range(5):
        database.call("PutItem", TableName=table, Item={"id": {"S": str(number)}, "text": {"S": "x" * 900}})
    page = reader.read()
    assert (len(page.records), page.more) == (2, True)
    assert read_ids(reader) == ["0", "1", "2", "3", "4"]


def test_another_reader_goes_on_where_one_was(database: Database) -> None:
    table = database.create_table()
    first, second = reader_of(database, table), reader_of(database, table)
    first.start_at_oldest()
    database.put(table, "1")
    assert read_ids(first) == ["1"]
    database.put(table, "2")
    second.after = first.after
    assert read_ids(second) == ["2"]


def test_each_record_is_read_once_while_others_write(database: Database) -> None:
    """What the engine has acknowledged is there to be read, and nothing comes out of order."""
    table = database.create_table()
    reader = reader_of(database, table, page_size=7)
    reader.start_at_latest()

    def write(writer: int) -> None:
        database.put(table, *(f"{writer}-{number}" for number in range(50)))

    writers = [threading.Thread(target=write, args=[writer]) for writer in range(4)]
    for thread in writers:
        thread.start()
    ids: list[str] = []
    while any(thread.is_alive() for thread in writers):
        ids += read_ids(reader)
    ids += read_ids(reader)
    assert sorted(ids) == sorted(f"{writer}-{number}" for writer in range(4) for number in range(50))
    for writer in range(4):
        its_own = [each for each in ids if each.startswith(f"{writer}-")]
        assert its_own == [f"{writer}-{number}" for number in range(50)]


def test_it_follows_the_stream_into_the_next_shard(own_engine: DynamoDBLocalEngine, own_database: Database) -> None:
    table = own_database.create_table()
    reader = reader_of(own_database, table)
    reader.start_at_oldest()
    own_database.put(table, "1")
    assert read_ids(reader) == ["1"]
    own_database.put(table, "2")

    make_older(own_engine, "ss", 30 * HOURS)  # The engine replaces its shards after some hours.
    own_database.put(table, "3")

    assert len({shard for shard, _record in reader.read().records}) == 2
    assert read_ids(reader) == ["2", "3"]
    from_the_start = reader_of(own_database, table)
    from_the_start.start_at_oldest()
    assert read_ids(from_the_start) == ["1", "2", "3"]


def test_it_goes_on_when_the_engine_was_stopped(own_engine: DynamoDBLocalEngine, own_database: Database) -> None:
    table = own_database.create_table()
    reader = reader_of(own_database, table)
    reader.start_at_latest()
    own_database.put(table, "1")
    own_engine.stop_dynamodb()
    assert read_ids(reader) == ["1"]
    own_engine.start_dynamodb()
    own_database.put(table, "2")
    assert read_ids(reader) == ["2"]


def test_it_sees_when_its_file_is_another(own_engine: DynamoDBLocalEngine, own_database: Database) -> None:
    table = own_database.create_table()
    reader = reader_of(own_database, table)
    reader.start_at_oldest()
    own_database.put(table, "1")
    assert read_ids(reader) == ["1"]
    own_engine.stop_dynamodb()
    reader.close()
    copy = shutil.copy(own_database.file, own_database.file.with_suffix(".copy"))
    own_engine.start_dynamodb()
    own_database.put(table, "not in the copy")
    assert read_ids(reader) == ["not in the copy"]
    own_engine.stop_dynamodb()
    for left in own_database.file.parent.glob(f"{own_database.file.name}-*"):
        left.unlink()
    os.replace(copy, own_database.file)  # noqa: PTH105 - a str and a Path
    own_engine.start_dynamodb()
    own_database.put(table, "2")
    reader.start_at_oldest()
    assert read_ids(reader) == ["1", "2"]


def make_older(engine: DynamoDBLocalEngine, database_table: str, seconds: int) -> None:
    """Set the clock back, in effect: ``us`` has the engine's stream records, ``ss`` its shards."""
    engine.stop_dynamodb()
    (file,) = Path(engine.db_path).glob("*.db")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            f"UPDATE {database_table} SET CreationDateTime = CreationDateTime - ?",
            (1000 * seconds,),
        )
    engine.start_dynamodb()


def test_a_disabled_stream_is_read_to_its_end(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table)
    reader.start_at_latest()
    database.put(table, "last")
    database.call("UpdateTable", TableName=table, StreamSpecification={"StreamEnabled": False})
    assert read_ids(reader) == ["last"]
    assert read_ids(reader) == []


def test_there_is_no_latest_record_of_a_disabled_stream(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table)
    database.call("UpdateTable", TableName=table, StreamSpecification={"StreamEnabled": False})
    with pytest.raises(NothingToReadError, match="is disabled"):
        reader.start_at_latest()


def test_the_stream_of_a_deleted_table_is_read_to_its_end(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table)
    reader.start_at_latest()
    database.put(table, "last")
    database.call("DeleteTable", TableName=table)
    assert read_ids(reader) == ["last"]
    assert read_ids(reader) == []


def test_there_is_nothing_to_read_in_an_unknown_stream(database: Database) -> None:
    stream = replace(database.stream(database.create_table()), label="2015-05-11T21:21:33.291")
    reader = StreamReader(database.file, stream, 100)
    with pytest.raises(NothingToReadError, match="There is no Stream"):
        reader.start_at_oldest()


def test_there_is_nothing_to_read_where_the_engine_has_no_file_or_no_streams_in_it(tmp_path: Path) -> None:
    stream = Stream.from_arn(f"arn:aws:dynamodb:eu-west-1:111111111111:table/x/stream/{uuid.uuid4()}")
    reader = StreamReader(tmp_path / "x.db", stream, 100)
    with pytest.raises(NothingToReadError, match="There is no Stream"):
        reader.start_at_oldest()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "x.db").touch()
    with pytest.raises(NothingToReadError, match="There is no Stream"):
        reader.start_at_latest()


def test_the_partition_key_is_known(database: Database) -> None:
    assert reader_of(database, database.create_table()).partition_key() == "id"


def test_streams_are_told_apart_by_account_region_table_and_time() -> None:
    stream = Stream.from_arn("arn:aws:dynamodb:eu-west-1:111111111111:table/viruses/stream/2024-05-11T21:21:33.291")
    assert stream.table == ("111111111111", "eu-west-1", "viruses")
    assert stream.engine_arn == ("arn:aws:dynamodb:ddblocal:000000000000:table/viruses/stream/2024-05-11T21:21:33.291")
