"""What the server tells the windows that are open on a folder."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from jupyter_events import EventLogger
from jupyter_server import DEFAULT_EVENTS_SCHEMA_PATH

from facilitation.pages.contents import Contents


def test_a_look_into_a_folder_is_told_to_nobody_and_a_change_to_all(tmp_path):
    for name in ("en.txt", "to.txt"):
        (tmp_path / name).write_text("x")
    told = []

    async def listen(logger, schema_id, data):
        told.append((data["action"], data["path"]))

    async def walk():
        logger = EventLogger()
        schema = DEFAULT_EVENTS_SCHEMA_PATH / "contents_service" / "v1.yaml"
        logger.register_event_schema(schema)
        logger.add_listener(schema_id=Contents.event_schema_id, listener=listen)
        contents = Contents(root_dir=str(tmp_path), event_logger=logger)
        found = await contents.get("", content=True)
        await contents.get("en.txt", content=True)
        await contents.save({"type": "file", "format": "text", "content": "y"}, "en.txt")
        await logger.gather_listeners()
        return [one["name"] for one in found["content"]]

    with ThreadPoolExecutor() as pool:  # a browser's test of before may have left a loop in this thread
        names = pool.submit(asyncio.run, walk()).result()
    assert sorted(names) == ["en.txt", "to.txt"]
    assert told == [("save", "en.txt")]
