from __future__ import annotations

import json

from tiktok_spiders.pages.raw import keep_raw, without_personal


def test_keys_that_are_never_stored_are_cut_at_any_depth() -> None:
    payload = {
        "id": "1",
        "user": {
            "bind_phone": "+1",
            "has_email": True,
            "twitter_id": "x",
            "youtube_channel_id": "y",
            "uid": "2",
        },
        "music": {"tt2dsp": {"tt_to_dsp_song_infos": [{"song_id": "9", "token": {"apple": "secret"}}]}},
        "predicted_age_group": "18",
        "webapp.app-context": {"user": {}},
        "share": "https://www.tiktok.com/x?comment_author_id=77&a=1",
        "last": "https://www.tiktok.com/x?a=1&comment_author_id=77",
    }
    assert without_personal(payload) == {
        "id": "1",
        "user": {"uid": "2"},
        "music": {"tt2dsp": {"tt_to_dsp_song_infos": [{"song_id": "9"}]}},
        "share": "https://www.tiktok.com/x?a=1",
        "last": "https://www.tiktok.com/x?a=1",
    }


def test_payload_that_is_no_json() -> None:
    assert keep_raw(b'{"a":') is None
    assert keep_raw(json.dumps({"a": [1]}).encode()) == {"a": [1]}
