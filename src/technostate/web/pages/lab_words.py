"""What the form of the shock lab offers, in words; a test holds it against the specification of shocks."""

from __future__ import annotations

from collections.abc import Mapping

from technostate.evidence import regions

#: Kind of measure → what a reader sees.
KINDS: Mapping[str, str] = {
    "export_ban": "export ban", "import_ban": "import ban", "tariff": "tariff", "trade_cost": "cost of trade",
    "capacity_loss": "loss of production", "demand_loss": "loss of demand", "transfer_freeze": "freeze of assets",
    "stockpile": "stockpile", "delay": "delay", "technology_cutoff": "cut-off of knowledge",
}  # fmt: skip
#: Field that says how much → what a reader sees, and whether it is said in per cent.
AMOUNTS: Mapping[tuple[str, str], tuple[str, bool]] = {
    ("", "leak"): ("Still delivered, per cent of base", True),
    ("", "rate"): ("Tariff, per cent of the value", True),
    ("", "increase"): ("Rise of the cost, per cent of the value", True),
    ("capacity_loss", "loss"): ("Production lost, per cent", True),
    ("demand_loss", "loss"): ("Demand lost, per cent", True),
    ("", "amount_musd_per_year"): ("Amount, million US dollars a year", False),
    ("stockpile", "days"): ("Days of normal use", False),
    ("delay", "days"): ("Days late", False),
    ("delay", "share"): ("Share that is late, per cent", True),
    ("technology_cutoff", "share"): ("Share of the flow that is cut, per cent", True),
}
#: Fields that are lists or words → what a reader sees.
FIELDS: Mapping[str, str] = {
    "exporters": "Exporters", "importers": "Importers", "regions": "Whose", "held_by": "Held by", "sectors": "What",
    "use": "Bought as", "basis": "The rate is", "to": "Back to the rates of", "rent": "Scarcity rent goes to",
    "name": "Name", "starts": "From", "ends": "Until",
}  # fmt: skip
#: Fields of few words → each with what a reader sees; the first where nothing is said.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "use": {"": "inputs and final goods", "inputs": "inputs", "final": "final goods"},
    "basis": {"added": "added to the tariff", "total": "the new tariff", "reversed": "that of a date"},
    "rent": {
        "": "all three, drawn", "importer": "importers", "exporter": "exporters", "lost": "nobody: it is used up",
        "importer,exporter": "importers, exporters", "importer,lost": "importers, nobody",
        "exporter,lost": "exporters, nobody",
    },
}  # fmt: skip
#: Groups of states that a measure may name → what a reader sees.
GROUPS: Mapping[str, str] = {
    "rest": "all others", "EU": "European Union", "asean": "ASEAN", "brics": "BRICS", "cptpp": "CPTPP",
    "five_eyes": "Five Eyes", "g7": "G7", "nato": "NATO", "quad": "Quad", "rcep": "RCEP", "sco": "SCO",
    "us_allies_asia": "allies of the United States in Asia", "west": "the West", "ROW": "rest of the world",
}  # fmt: skip
#: Sectors, lists of them and products → what a reader sees.
SECTORS: Mapping[str, str] = {
    "all": "everything", "goods": "all goods", "services": "all services", "electronics": "electronics",
    "electrical-equipment": "electrical equipment", "machinery": "machinery", "chemicals": "chemicals",
    "vehicles": "vehicles", "transport-equipment": "transport equipment", "agriculture": "agriculture",
    "food": "food", "crude-energy": "coal, oil, gas", "refined-energy": "refined products", "ores": "ores",
    "minerals": "other minerals", "nonferrous-metals": "non-ferrous metals", "steel": "steel",
    "chips": "all other chips (product)", "chips-advanced": "advanced chips (product)",
    "chips-auto": "chips for cars (product)", "chip-equipment": "machines that make chips (product)",
    "devices": "phones, computers, servers (product)", "magnets": "permanent magnets (product)",
    "rare-earths": "rare earths (product)", "gallium-germanium": "gallium and germanium (product)",
    "batteries": "batteries (product)", "gas": "natural gas (product)", "soybeans": "soybeans (product)",
    "A01": "agriculture and hunting", "A02": "forestry", "A03": "fishing", "B05": "coal", "B06": "oil and gas",
    "B07": "metal ores", "B08": "other mining", "B09": "mining support", "C10T12": "food, drink, tobacco",
    "C13T15": "textiles, clothes, leather", "C16": "wood", "C17_18": "paper and printing", "C19": "refined petroleum",
    "C20": "chemicals", "C21": "pharmaceuticals", "C22": "rubber and plastic", "C23": "glass, cement, ceramics",
    "C24A": "iron and steel", "C24B": "non-ferrous metals", "C25": "metal products", "C26": "electronics and optics",
    "C27": "electrical equipment", "C28": "machinery", "C29": "motor vehicles", "C301": "ships",
    "C302T309": "other transport equipment", "C31T33": "furniture and other goods", "SVC": "services",
}  # fmt: skip
#: Worlds that ship, and products and sets of them that can be cut out of the one of 2022.
WORLDS = ("icio-2022", *(f"wiod-{year}" for year in range(1995, 2012)))
PRODUCTS = (
    "products", "chips-advanced", "chips", "devices", "magnets", "rare-earths", "gallium-germanium", "batteries", "gas",
    "soybeans", "chip-equipment", "chips-auto",
)  # fmt: skip


def amount(kind: str, field: str) -> tuple[str, bool]:
    """Return what a reader sees of an amount, and whether it is said in per cent."""
    return AMOUNTS.get((kind, field)) or AMOUNTS.get(("", field), (field, False))


def states() -> Mapping[str, str]:
    """Return whom a measure may name → what a reader sees: groups first, then states."""
    return {**GROUPS, **{code: regions.name(code) for code in regions.countries()}}
