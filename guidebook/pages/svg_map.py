"""GeoJSON boundaries to SVG paths on one grid, so that neighbours still touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

Point = tuple[float, float]
WIDTH = 600
"""Width of the map in SVG units."""


@dataclass(frozen=True)
class Outlines:
    """The outlines of municipalities as SVG paths."""

    height: int
    """In SVG units; the width is WIDTH."""
    paths: Mapping[str, str]
    """The `d` attribute, by id."""
    outdated: tuple[str, ...]
    """Ids of municipalities whose outline the source has in an older shape."""

    @property
    def view_box(self) -> str:
        """The `viewBox` attribute of the map."""
        return f"0 0 {WIDTH} {self.height}"


def svg_outlines(boundaries: Mapping[str, Any]) -> Outlines:
    """The outlines of a GeoJSON FeatureCollection of (Multi)Polygons in degrees.

    Each feature has the `id` of its municipality; a property `outline_outdated` marks an older shape.
    """
    rings = {feature["id"]: list(_rings(feature["geometry"])) for feature in boundaries["features"]}
    points = [point for own in rings.values() for ring in own for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    across = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * across)

    def on_grid(point: Point) -> tuple[int, int]:
        return round((point[0] - west) * across * scale), round((north - point[1]) * scale)

    paths = {town: "".join(_path(map(on_grid, ring)) for ring in own) for town, own in rings.items()}
    outdated = (
        feature["id"] for feature in boundaries["features"] if feature["properties"].get("outline_outdated")
    )
    return Outlines(round((north - south) * scale), paths, tuple(outdated))


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(x, y) for x, y, *_ in ring]


def _path(points: Iterator[tuple[int, int]]) -> str:
    """A closed path in relative coordinates; repeated points are left out."""
    path, before = "", None
    for point in points:
        if before is None:
            path = f"M{point[0]} {point[1]}l"
        elif point != before:
            path += f"{point[0] - before[0]} {point[1] - before[1]} "
        before = point
    return path.strip().replace(" -", "-") + "z"
