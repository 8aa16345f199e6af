"""The zone in which days begin and end: China Standard Time, eight hours ahead of UTC all year."""

from datetime import timedelta, timezone

ZONE = timezone(timedelta(hours=8))
