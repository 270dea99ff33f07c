"""How frames are encoded: H.264 in MP4 and MOV, VP9 in WebM, ProRes in other MOVs, GIF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from production.clips.colour import (
    AlphaConverter,
    Converter,
    CositedConverter,
    IncrementalConverter,
    PaletteConverter,
    WholeConverter,
)
from production.output_spec import Format, OutputSpec, Quality


@dataclass(frozen=True, slots=True)
class Codec:
    """An encoder of FFmpeg's.

    Parameters
    ----------
    name, pixel_format, options
        As FFmpeg calls them.
    converter
        Makes what turns pictures into its frames.
    fine_qp
        Its quantiser for frames in which an animation has just ended, or much moves at once, where it has one
        for them.
    seconds_between_key_frames
        The longest that a player waits that jumps into the film, and an editor.
    is_tagged
        Whether its colours are BT.709 and say so.
    stream_tags
        What its stream says of itself.
    """

    name: str
    pixel_format: str
    options: Mapping[str, str]
    converter: Callable[[Quality], Converter]
    fine_qp: int | None = None
    seconds_between_key_frames: float = 2
    is_tagged: bool = True
    stream_tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_x264(self) -> bool:
        """Whether it writes H.264 as x264 does."""
        return self.name == "libx264"

    def options_for(self, settled_frames: Iterable[int], busy: Iterable[tuple[int, int]]) -> dict[str, str]:
        """Return the options with which some frames are encoded more finely.

        Parameters
        ----------
        settled_frames
            The numbers of those in which an animation has just ended.
        busy
            The ranges of those in which much moves at once, as (first, end).
        """
        options = dict(self.options)
        if self.fine_qp is None:
            return options
        fine = [*busy, *((frame, frame + 1) for frame in settled_frames)]
        zones = "/".join(f"{first},{end - 1},q={self.fine_qp}" for first, end in fine)
        if zones:
            options["x264-params"] += f":zones={zones}"
        return options


# Chosen by measurement against stock Manim's medium at CRF 23. What is left out looks ahead or searches
# between pixels, which pays for camera footage; here most blocks stand still and the rest are flat. What
# stands still is copied from the last key frame. With mb_info x264 does so without a look where it is told
# that nothing changed; in B-frames it cannot, so there are none. A second reference saves three per cent of a
# film, and one for each part of a block, looked for farther away, half as much again. The deblocking filter
# costs a tenth of the time, and only blurs the sharp edges of drawings.
# What little is left of a fade is too faint for a constant QP: it would stand there as a ghost until the next
# key frame. So the frames in which an animation has ended are encoded more finely; they cost little, for all
# that did not move is fine already. Where much moves at once, frames are far worse than all others: those
# are finer, too: as fine as a key frame, for x264 goes no further. Adapting QP to each block instead takes a
# quarter longer. Weighted prediction, which suits fades, would save some bytes, and take a tenth longer.
_H264 = Codec(
    "libx264",
    "nv12",
    MappingProxyType(
        {
            "preset": "veryfast",
            "qp": "25",
            "profile": "high",
            "flags": "+cgop",
            "mb_info": "1",
            "x264-params": (
                "ipratio=1.4:bframes=0:weightp=0:scenecut=0:psy=0:subme=0:me=umh:ref=2:trellis=1:"
                "partitions=p8x8,p4x4,i8x8,i4x4:no-deblock=1:mixed-refs=1:merange=24:chromaloc=1:threads=1"
            ),
        }
    ),
    IncrementalConverter,
    fine_qp=22,
)
_VP9_OPTIONS = MappingProxyType(
    {
        "crf": "24",
        "b": "0",
        # "good" takes ten times as long for a file that is a sixth smaller, and no better.
        "deadline": "realtime",
        "cpu-used": "5",
        "lag-in-frames": "0",
        # libvpx cannot keep the hidden frames of a picture and of its alpha in step.
        "auto-alt-ref": "0",
    }
)
# One quantiser for all (2, which FFmpeg takes times 118): looking for the finest that keeps a bit rate takes
# six times as long, and shows no difference; a drawing comes out 62 dB from itself.
_PRORES_OPTIONS = MappingProxyType(
    {"profile": "4444", "vendor": "apl0", "flags": "+qscale", "global_quality": str(2 * 118)}
)


_VP9 = Codec("libvpx-vp9", "yuv420p", _VP9_OPTIONS, lambda _: WholeConverter("yuv420p"))
_VP9_ALPHA = Codec(
    "libvpx-vp9",
    "yuva420p",
    _VP9_OPTIONS,
    lambda _: AlphaConverter("yuva420p"),
    stream_tags=MappingProxyType({"alpha_mode": "1"}),
)
_PRORES_ALPHA = Codec("prores_ks", "yuva444p10le", _PRORES_OPTIONS, lambda _: AlphaConverter("yuva444p10le"))
_GIF = Codec("gif", "pal8", MappingProxyType({}), lambda _: PaletteConverter(), is_tagged=False)

# Chosen by measurement on beats of race, memory and ravine, each frame at 1080p60: in luma none has an
# SSIM below 0.9993 against what was drawn, and no pixel is off by more than 8 levels; at QP 16 what a fade
# leaves is off by 46. B-frames would pay little where so much stands still, and beats could not be cut out.
# Groups of half a second, as platforms ask, take six bytes in ten more where little moves. ProRes at its
# quantiser of 2 has an SSIM of 0.9999.
_MASTER_H264_OPTIONS = MappingProxyType(
    {
        "preset": "veryfast",
        "qp": "12",
        "flags": "+cgop",
        "mb_info": "1",
        "x264-params": (
            "ipratio=1.4:bframes=0:weightp=0:scenecut=0:psy=0:subme=2:me=hex:ref=2:trellis=1:"
            "partitions=p8x8,p4x4,i8x8,i4x4:chromaloc=1:threads=1"
        ),
    }
)
_MASTER_H264 = Codec(
    "libx264",
    "nv12",
    MappingProxyType({**_MASTER_H264_OPTIONS, "profile": "high"}),
    IncrementalConverter,
    seconds_between_key_frames=0.5,
)
_MASTER_H264_444 = Codec(
    "libx264",
    "yuv444p",
    MappingProxyType({**_MASTER_H264_OPTIONS, "profile": "high444"}),
    lambda quality: IncrementalConverter(quality, "yuv444p"),
    seconds_between_key_frames=0.5,
)
_MASTER_PRORES = Codec(
    "prores_ks",
    "yuv422p10le",
    MappingProxyType({**_PRORES_OPTIONS, "profile": "hq"}),
    CositedConverter,
)
_MASTER_PRORES_444 = Codec(
    "prores_ks", "yuv444p10le", _PRORES_OPTIONS, lambda _: WholeConverter("yuv444p10le")
)

_OPAQUE = MappingProxyType({Format.MP4: _H264, Format.MOV: _H264, Format.WEBM: _VP9, Format.GIF: _GIF})
_TRANSPARENT = MappingProxyType({Format.WEBM: _VP9_ALPHA, Format.MOV: _PRORES_ALPHA})
_MASTERS = MappingProxyType(
    {
        (Format.MP4, False): _MASTER_H264,
        (Format.MP4, True): _MASTER_H264_444,
        (Format.MOV, False): _MASTER_PRORES,
        (Format.MOV, True): _MASTER_PRORES_444,
    }
)


def codec_for(output: OutputSpec) -> Codec:
    """Return how frames are encoded."""
    if output.transparent:
        return _TRANSPARENT[output.format]
    if output.master:
        return _MASTERS[output.format, output.full_chroma]
    return _OPAQUE[output.format]
