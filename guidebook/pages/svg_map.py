"""Boundaries to the outlines of a schematic map, on one grid so that neighbours still touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import cos, radians
from typing import Any

from guidebook.artifacts import WIDTH, Drawing

Point = tuple[float, float]


def draw(boundaries: Mapping[str, Any]) -> Drawing:
    """A GeoJSON collection of polygons in degrees, whose features carry the municipality's `id`, as paths."""
    rings = {feature["id"]: list(_rings(feature["geometry"])) for feature in boundaries["features"]}
    points = [point for own in rings.values() for ring in own for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    across = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * across)

    def on_grid(point: Point) -> tuple[int, int]:
        return round((point[0] - west) * across * scale), round((north - point[1]) * scale)

    paths = {town: "".join(_path(map(on_grid, ring)) for ring in own) for town, own in rings.items()}
    old = (
        feature["id"] for feature in boundaries["features"] if feature["properties"].get("outline_outdated")
    )
    return Drawing(round((north - south) * scale), paths, tuple(old))


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(x, y) for x, y, *_ in ring]


def _path(points: Iterator[tuple[int, int]]) -> str:
    """A closed path; points that fall on the one before are left out."""
    path, before = "", None
    for point in points:
        if before is None:
            path = f"M{point[0]} {point[1]}l"
        elif point != before:
            path += f"{point[0] - before[0]} {point[1] - before[1]} "
        before = point
    return path.strip().replace(" -", "-") + "z"
