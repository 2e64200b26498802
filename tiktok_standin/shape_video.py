"""The shape of an item's ``video`` and of its ``music``, with holes for what differs between posts."""

from __future__ import annotations

from typing import Any

from tiktok_standin.subtitles import TRACKS, Track

_TAIL = "?a=1988&bti=ODszNWYuMDE6&br=790&bt=395&mime_type={mime}&qs=0&rc=aTM8ODs4ZzZnZjY8O2g7&btag=e000b8000"
_SIGNED = "&expire=<<expire>>&l=<<logid>>&ply_type=2&policy=2&signature=<<sig>>&tk=tt_chain_token"
_IMAGE_TAIL = "?dr=9636&x-expires=<<expire>>&x-signature=<<sig>>%3D&t=4d5b0474&idc=useast8"

# name, quality type, codec of the field, codec of the key, short side in the key, short side really
RENDITIONS = (
    ("adapt_lowest_1080_1", 2, "h265_hvc1", "bytevc1", 1080, 1080),
    ("normal_540_0", 20, "h264", "h264", 540, 576),
)
PLAY, DOWNLOAD = "P", "D"


def video_url(host: str, suffix: str) -> str:
    """Return the address of a video file; ``suffix`` tells its renditions apart."""
    tail = _TAIL.format(mime="video_mp4") + _SIGNED
    return f"<<{host}>>/video/tos/alisg/tos-alisg-pve-0037c001/o<<h>>{suffix}/{tail}"


def image_url(host: str, suffix: str, process: str = "tplv-tiktokx-origin.image") -> str:
    """Return the address of a picture; ``process`` is the last part of its path."""
    return f"<<{host}>>/tos-alisg-p-0037/o<<h>>{suffix}~{process}{_IMAGE_TAIL}"


def _third_url() -> str:
    return (
        "<<www>>/aweme/v1/play/?faid=1988&file_id=<<h>>&is_play_url=1&item_id=<<id>>&line=0&ply_type=2"
        "&signaturev3=<<sig>>&tk=tt_chain_token&video_id=<<uri>>"
    )


def _address(suffix: str, key: str, width: int) -> dict[str, Any]:
    return {
        "DataSize": f"<<=size{suffix}>>",
        "FileCs": "c:0-16701-5d97",
        "FileHash": f"<<hash>>{ord(suffix):02x}",
        "Height": f"<<=h{width}>>",
        "Uri": "<<uri>>",
        "UrlKey": f"<<uri>>_{key}",
        "UrlList": [video_url("v16", suffix), video_url("v19", suffix), _third_url()],
        "Width": f"<<=w{width}>>",
    }


def _rendition(index: int) -> dict[str, Any]:
    name, quality, codec, key, side, width = RENDITIONS[index]
    bitrate = 873_954 >> index
    return {
        "Bitrate": bitrate,
        "BitrateFPS": 30,
        "CodecType": codec,
        "Format": "mp4",
        "GearName": name,
        "MVMAF": '"{\\"v2.0\\": {\\"srv1\\": {\\"v1080\\": -1}, \\"ori\\": {\\"v1080\\": 92.322}}}"',
        "PlayAddr": _address(str(index), f"{key}_{side}p_{bitrate}", width),
        "QualityType": quality,
        "VideoExtra": '{"PktOffsetMap":"[{\\"time\\": 1, \\"offset\\": 139721}]","audio_bit_rate":64567}',
    }


def _subtitle_url(suffix: str) -> str:
    tail = _TAIL.format(mime="video_mp4") + "&l=<<logid>>"
    return f"<<subtitle>>/<<hash>>{suffix}/<<xhex>>/video/tos/alisg/tos-alisg-pv-0037/<<hash>>{suffix}/{tail}"


def _subtitle(track: Track) -> dict[str, Any]:
    return {
        "Format": track.format,
        "LanguageCodeName": track.language,
        "LanguageID": track.language_id,
        "Size": f"<<=size{track.suffix}>>",
        "Source": track.source,
        "Url": _subtitle_url(track.suffix),
        "UrlExpire": "<<=expires>>",
        "Version": "1:big_caption",
    }


def _caption(suffix: str) -> dict[str, Any]:
    return {
        "captionFormat": "webvtt",
        "claSubtitleID": "<<id>>",
        "expire": "<<expire>>",
        "isAutoGen": True,
        "isOriginalCaption": True,
        "language": "eng-US",
        "languageCode": "en",
        "languageID": "2",
        "subID": "-2084375671",
        "subtitleType": "1",
        "translationType": "0",
        "url": _subtitle_url(suffix),
        "urlList": [_subtitle_url(suffix)],
        "variant": "big_caption",
    }


def _caption_info(*, subtitles: bool, page: bool) -> dict[str, Any]:
    infos = [_caption("a0")] if subtitles else []
    info: dict[str, Any] = {
        "captionInfos": infos,
        "captionsType": "1" if page else 2,
        "enableAutoCaption": True,
        "hasOriginalAudio": subtitles,
        "originalLanguageInfo": {
            "canTranslateRealTimeNoCheck": True,
            "language": "eng-US",
            "languageCode": "en",
            "languageID": "2",
        },
    }
    return info | ({"noCaptionReason": None} if page else {})


def video(*, subtitles: bool, page: bool, rich: bool = False) -> dict[str, Any]:
    """Return the shape of ``video`` of a video post; the page of a ``rich`` one has all subtitles."""
    shape: dict[str, Any] = {
        "id": "<<id>>",
        "height": "<<=h576>>",
        "width": "<<=w576>>",
        "duration": "<<=duration>>",
        "ratio": "540p",
        "cover": image_url("p19", "c"),
        "originCover": image_url("p19", "o"),
        "dynamicCover": image_url("p16", "d"),
        "playAddr": video_url("v16", PLAY),
        "downloadAddr": video_url("v16", DOWNLOAD),
        "bitrate": 404_677,
        "encodedType": "normal",
        "format": "mp4",
        "videoQuality": "normal",
        "encodeUserTag": "",
        "codecType": "h264",
        "definition": "540p",
        "zoomCover": {
            str(side): image_url("p16", "c", f"tplv-photomode-zoomcover:{side}:{side}.avif")
            for side in (240, 480, 720, 960)
        },
        "volumeInfo": {"Loudness": -20.6, "Peak": 0.26002},
        "bitrateInfo": [_rendition(index) for index in range(len(RENDITIONS))],
        "size": f"<<=size{PLAY}>>",
        "VQScore": "52.64",
        "claInfo": _caption_info(subtitles=subtitles, page=page),
        "videoID": "<<uri>>",
        "PlayAddrStruct": _address(PLAY, "h264_540p_404677", 576),
    }
    tracks = TRACKS if rich and page else TRACKS[:1]
    subtitle_infos = [_subtitle(track) for track in tracks] if subtitles else []
    shape |= {"subtitleInfos": subtitle_infos} if subtitles or page else {}
    return shape | ({"shareCover": [""], "reflowCover": ""} if page else {})


def still() -> dict[str, Any]:
    """Return the shape of ``video`` of a photo post: covers, and nothing to play."""
    cover = image_url("p19", "i0", "tplv-photomode-image.jpeg")
    return {
        "id": "<<id>>",
        "height": 0,
        "width": 0,
        "duration": 0,
        "ratio": "",
        "cover": cover,
        "originCover": cover,
        "dynamicCover": "",
        "playAddr": "",
        "downloadAddr": "",
        "shareCover": [cover],
        "reflowCover": cover,
        "subtitleInfos": [],
    }


def music(*, page: bool) -> dict[str, Any]:
    """Return the shape of ``music``."""
    avatar = "tplv-tiktokx-cropcenter:{0}:{0}.jpeg"
    shape: dict[str, Any] = {
        "id": "<<sound>>",
        "title": "<<sound_title>>",
        "playUrl": "<<tune>>/<<hash>>f0/<<xhex>>/video/tos/useast5/tos-useast5-v-27dcd7c799-tx/"
        "o<<sound>>/" + _TAIL.format(mime="audio_mpeg") + "&l=<<logid>>",
        "coverLarge": image_url("p16", "m", avatar.format(1080)),
        "coverMedium": image_url("p16", "m", avatar.format(720)),
        "coverThumb": image_url("p16", "m", avatar.format(100)),
        "authorName": "<<sound_author>>",
        "original": "<<=sound_original>>",
        "private": False,
        "duration": "<<=tune_duration>>",
        "isCopyrighted": False,
        "tt2dsp": {"tt_to_dsp_song_infos": []} if page else {},
    }
    return shape | (_page_music() if page else {})


def _page_music() -> dict[str, Any]:
    names = ("preciseDuration", "preciseShootDuration", "preciseAuditionDuration", "preciseVideoDuration")
    return {
        "scheduleSearchTime": 0,
        "collected": False,
        "preciseDuration": dict.fromkeys(names, "<<=tune_precise>>"),
        "is_unlimited_music": False,
        "is_commerce_music": True,
        "shoot_duration": "<<=tune_duration>>",
        "album": "<<sound_album>>",
    }
