"""Reading a stream of a real engine: from a starting position, over the ends of shards and of shard iterators."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from emulator.dynamodb_local.engine import DynamoDBLocalEngine
from emulator.dynamodb_local.stream_reader import NothingToReadError, Position, Stream, StreamReader
from tests.unit.dynamodb_local.conftest import Database

MINUTES = 60
HOURS = 60 * MINUTES


def reader_of(database: Database, table: str, page_size: int = 100) -> StreamReader:
    return StreamReader(database.client, database.stream(table), page_size)


def read_ids(reader: StreamReader) -> Iterator[str]:
    """The keys of all there is to read now."""
    more = True
    while more:
        page = reader.read()
        more = page.more
        yield from (record["dynamodb"]["Keys"]["id"]["S"] for record in page.records)


def expired(position: Position | None) -> Position:
    """A position whose shard iterator was made an hour ago: the engine's iterators end with the time they are of."""
    assert position and position.iterator
    start, _, token = position.iterator.rpartition("|")
    shard_id, sequence_number, milliseconds = base64.b64decode(token + "==").decode().split("|")
    hour_ago = f"{int(milliseconds) - 1000 * HOURS:0{len(milliseconds)}}"
    token = base64.b64encode(f"{shard_id}|{sequence_number}|{hour_ago}".encode()).decode()
    return replace(position, iterator=f"{start}|{token}")


def test_latest_begins_with_the_next_record(database: Database) -> None:
    table = database.create_table()
    database.put(table, "before")
    reader = reader_of(database, table)
    reader.start_at_latest()
    database.put(table, "after 1", "after 2")
    assert list(read_ids(reader)) == ["after 1", "after 2"]
    assert list(read_ids(reader)) == []


def test_trim_horizon_begins_with_the_oldest_record(database: Database) -> None:
    table = database.create_table()
    database.put(table, "1", "2")
    reader = reader_of(database, table)
    reader.start_at_oldest()
    database.put(table, "3")
    assert list(read_ids(reader)) == ["1", "2", "3"]


def test_a_page_has_no_more_records_than_a_batch_and_tells_when_there_is_more(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table, page_size=2)
    reader.start_at_oldest()
    database.put(table, "1", "2", "3")
    pages = [reader.read(), reader.read()]
    assert [(len(page.records), page.more) for page in pages] == [(2, True), (1, False)]


def test_a_batch_may_be_larger_than_getrecords_allows(database: Database) -> None:
    table = database.create_table()
    database.put(table, "1")
    reader = reader_of(database, table, page_size=10_000)
    reader.start_at_oldest()
    assert list(read_ids(reader)) == ["1"]


def test_another_reader_goes_on_where_one_was(database: Database) -> None:
    table = database.create_table()
    first, second = reader_of(database, table), reader_of(database, table)
    first.start_at_oldest()
    database.put(table, "1")
    assert list(read_ids(first)) == ["1"]
    database.put(table, "2")
    second.position = first.position
    assert list(read_ids(second)) == ["2"]


def test_after_its_iterator_expired_it_has_each_record_once(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table, page_size=2)
    reader.start_at_oldest()
    database.put(table, "1", "2", "3")
    assert list(read_ids(reader)) == ["1", "2", "3"]
    reader.position = expired(reader.position)
    database.put(table, "4", "5", "6")
    assert list(read_ids(reader)) == ["4", "5", "6"]


def test_after_its_iterator_is_lost_it_does_not_read_all_again(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table)
    reader.start_at_oldest()
    database.put(table, *(f"{number}" for number in range(20)))
    assert len(list(read_ids(reader))) == 20
    assert reader.position
    reader.position = replace(reader.position, iterator=None)
    database.put(table, "20")
    answer, _ = reader._get_records()
    assert [record["dynamodb"]["Keys"]["id"]["S"] for record in answer["Records"]] == ["20"]


@pytest.mark.parametrize("shard_id", ["", "shardId-00000001414576573621-f55eea83"])
def test_a_position_in_a_shard_that_is_gone_skips_nothing(own_engine: DynamoDBLocalEngine, shard_id: str) -> None:
    """Neither when the shard was replaced meanwhile, nor when nobody has heard of it."""
    database = Database(own_engine.client)
    table = database.create_table()
    reader = reader_of(database, table)
    reader.start_at_oldest()
    database.put(table, "1")
    assert list(read_ids(reader)) == ["1"]
    database.put(table, "2")
    make_older(own_engine, "ss", 30 * HOURS)  # The engine replaces its shards after some hours.
    database.put(table, "3")
    assert reader.position
    reader.position = replace(reader.position, iterator=None, shard_id=shard_id or reader.position.shard_id)
    assert list(read_ids(reader)) == ["2", "3"]


def test_a_latest_iterator_that_expired_before_the_first_record_loses_none(own_engine: DynamoDBLocalEngine) -> None:
    database = Database(own_engine.client)
    table = database.create_table()
    database.put(table, "long before")
    make_older(own_engine, "us", 10 * MINUTES)
    reader = reader_of(database, table)
    reader.start_at_latest()
    reader.position = expired(reader.position)
    database.put(table, "after")
    assert list(read_ids(reader)) == ["after"]


def test_a_clock_that_was_set_back_hides_no_records(own_engine: DynamoDBLocalEngine) -> None:
    database = Database(own_engine.client)
    table = database.create_table()
    database.put(table, "1")
    reader = reader_of(database, table)
    reader.start_at_oldest()
    assert list(read_ids(reader)) == ["1"]
    assert list(read_ids(reader)) == []
    assert reader.position
    reader.position = replace(expired(reader.position), since=reader.position.since + HOURS)
    database.put(table, "2")
    assert list(read_ids(reader)) == ["2"]


def test_it_follows_the_stream_into_the_next_shard(own_engine: DynamoDBLocalEngine) -> None:
    database = Database(own_engine.client)
    table = database.create_table()
    reader = reader_of(database, table)
    reader.start_at_oldest()
    database.put(table, "1")
    assert list(read_ids(reader)) == ["1"]
    database.put(table, "2")

    make_older(own_engine, "ss", 30 * HOURS)  # The engine replaces its shards after some hours.
    database.put(table, "3")

    assert list(read_ids(reader)) == ["2", "3"]
    database.put(table, "4")
    assert list(read_ids(reader)) == ["4"]
    from_the_start = reader_of(database, table)
    from_the_start.start_at_oldest()
    assert list(read_ids(from_the_start)) == ["1", "2", "3", "4"]


def test_latest_is_in_the_open_shard(own_engine: DynamoDBLocalEngine) -> None:
    database = Database(own_engine.client)
    table = database.create_table()
    database.put(table, "1")
    make_older(own_engine, "ss", 30 * HOURS)  # The engine replaces its shards after some hours.
    database.put(table, "2")
    reader = reader_of(database, table)
    reader.start_at_latest()
    database.put(table, "3")
    assert list(read_ids(reader)) == ["3"]


def make_older(engine: DynamoDBLocalEngine, database_table: str, seconds: int) -> None:
    """Set the clock back, in effect: ``us`` has the engine's stream records, ``ss`` its shards."""
    engine.stop_dynamodb()
    (file,) = Path(engine.db_path).glob("*.db")
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(f"UPDATE {database_table} SET CreationDateTime = CreationDateTime - ?", (1000 * seconds,))
    connection.close()
    engine.start_dynamodb()


def test_a_disabled_stream_is_read_to_its_end(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table)
    reader.start_at_latest()
    database.put(table, "last")
    database.call("UpdateTable", TableName=table, StreamSpecification={"StreamEnabled": False})
    assert list(read_ids(reader)) == ["last"]
    assert list(read_ids(reader)) == []


def test_there_is_no_latest_record_of_a_disabled_stream(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table)
    database.call("UpdateTable", TableName=table, StreamSpecification={"StreamEnabled": False})
    with pytest.raises(NothingToReadError):
        reader.start_at_latest()


def test_the_stream_of_a_deleted_table_is_read_to_its_end(database: Database) -> None:
    table = database.create_table()
    reader = reader_of(database, table)
    reader.start_at_latest()
    database.put(table, "last")
    database.call("DeleteTable", TableName=table)
    assert list(read_ids(reader)) == ["last"]
    assert list(read_ids(reader)) == []


def test_there_is_nothing_to_read_in_an_unknown_stream(database: Database) -> None:
    stream = replace(database.stream(database.create_table()), label="2015-05-11T21:21:33.291")
    reader = StreamReader(database.client, stream, 100)
    with pytest.raises(NothingToReadError, match="There is no Stream"):
        reader.start_at_oldest()


def test_streams_are_told_apart_by_account_region_table_and_time() -> None:
    stream = Stream.from_arn("arn:aws:dynamodb:eu-west-1:111111111111:table/viruses/stream/2024-05-11T21:21:33.291")
    assert stream.table == ("111111111111", "eu-west-1", "viruses")
    assert stream.engine_arn == ("arn:aws:dynamodb:ddblocal:000000000000:table/viruses/stream/2024-05-11T21:21:33.291")
