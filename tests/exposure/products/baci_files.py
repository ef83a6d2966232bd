"""Small files in BACI's layout; all figures are made up, and all answers computed by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

COUNTRIES = """country_code,country_name,country_iso2,country_iso3
36,Australia,AU,AUS
156,China,CN,CHN
251,France,FR,FRA
276,Germany,DE,DEU
490,"Other Asia, not elsewhere specified",,S19
697,"Europe EFTA, nes",,R20
842,USA,US,USA
"""
PRODUCTS = """code,description
010121,"Horses: live, pure-bred"
280530,"Earth-metals, rare"
811292,"Gallium, germanium and others"
9999AA,Commodities not specified
"""
#: Thousand US dollars. 811292, bought by Germany and France (276, 251): of China 60 + 20, the USA 15, other EFTA 5;
#: between them 30; sold outside 10. China also sells 40 to the USA; the USA 5 to China.
FLOWS = """t,i,j,k,v,q
2020,156,276,811292,60.000,1.5
2020,156,251,811292,20.000,0.5
2020,842,276,811292,15.000,0.2
2020,697,276,811292,5.000,           NA
2020,276,251,811292,30.000,0.4
2020,276,842,811292,10.000,0.1
2020,156,842,811292,40.000,1
2020,842,156,811292,5.000,0.1
2020,697,276,280530,8.000,1
2020,36,156,280530,7.500,1
2020,490,276,10121,2.500,1
2020,36,276,10121,2.500,1
2020,276,36,10121,20.000,1
"""


def table(folder: Path, flows: str = FLOWS, name: str = "BACI_HS17_Y2020_V202401.csv", **lists: str) -> Path:
    """A table with its lists beside it; `lists`: other texts for them, none where empty."""
    countries, products = lists.get("countries", COUNTRIES), lists.get("products", PRODUCTS)
    if countries:
        (folder / "country_codes_V202401.csv").write_text(countries, "utf-8")
    if products:
        (folder / "product_codes_HS17_V202401.csv").write_text(products, "utf-8")
    path = folder / name
    path.write_bytes(flows.encode())
    return path


def zipped(path: Path, members: Mapping[str, str] | None = None, years: tuple[int, ...] = (2019, 2020)) -> Path:
    if members is None:
        members = {
            "Readme.txt": "BACI\n",
            "country_codes_V202401.csv": COUNTRIES,
            "product_codes_HS17_V202401.csv": PRODUCTS,
            **{f"BACI_HS17_Y{year}_V202401.csv": FLOWS.replace("2020,", f"{year},") for year in years},
        }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path
