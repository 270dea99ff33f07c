"""What a page says of its film to search engines and previews: Open Graph and schema.org."""

from __future__ import annotations

from collections.abc import Mapping

from production.deliverables.page.content import PageContent


def open_graph(content: PageContent, description: str, urls: Mapping[str, str]) -> dict[str, str]:
    """Return Open Graph's properties; ``urls`` are those of the page, the film, the poster, and the embed.

    Those that are not there are left out.
    """
    properties = {
        "og:type": "video.other",
        "og:title": content.title,
        "og:description": description,
        "og:url": urls.get("page", ""),
        "og:image": urls.get("poster", ""),
        "og:image:alt": f"A picture of the film “{content.title}”" if "poster" in urls else "",
        "og:video": urls.get("film", ""),
        "og:video:type": "video/mp4" if "film" in urls else "",
        "og:video:width": str(content.width) if "film" in urls else "",
        "og:video:height": str(content.height) if "film" in urls else "",
        "video:duration": f"{content.length:.0f}",
        "twitter:card": "summary_large_image" if "poster" in urls else "summary",
    }
    return {name: value for name, value in properties.items() if value}


def video_object(content: PageContent, description: str, urls: Mapping[str, str]) -> dict[str, object]:
    """Return schema.org's VideoObject, with its chapters as clips, and its words.

    It has no ``uploadDate``: that is known to who uploads, and the same film gives the same page on any day.
    """
    words = " ".join(beat.narration for chapter in content.chapters for beat in chapter.beats)
    names = {"page": "url", "film": "contentUrl", "poster": "thumbnailUrl", "embed": "embedUrl"}
    return {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": content.title,
        "description": description or content.title,
        "duration": iso_duration(content.length),
        "width": content.width,
        "height": content.height,
        **({"transcript": words} if words.strip() else {}),
        **{names[what]: url for what, url in urls.items()},
        "hasPart": [
            {
                "@type": "Clip",
                "name": chapter.title,
                "startOffset": chapter.start,
                "endOffset": chapter.end,
                **({"url": f"{urls['page']}{chapter.href}"} if "page" in urls else {}),
            }
            for chapter in content.chapters
        ],
    }


def iso_duration(seconds: float) -> str:
    """Write a length as ISO 8601: 453.2 is PT7M33S."""
    minutes, rest = divmod(round(seconds), 60)
    return f"PT{minutes}M{rest}S"
