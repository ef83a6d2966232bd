"""Names of what a battery leaves in the folder of a run."""

TABLE, ABOUT, CHUNKS, LOCK = "battery.parquet", "battery.json", "battery", ".battery.lock"
