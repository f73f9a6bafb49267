"""Tables in, a checked MobilityLog out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import TABLES, empty_table

__all__ = ["log_from_tables"]

Rows = pd.DataFrame | Sequence[Mapping[str, Any]]


def log_from_tables(
    *,
    sessions: Rows = (),
    stiffness: Rows = (),
    programme: Rows = (),
    pauses: Rows = (),
    events: Rows = (),
    exercises: Rows = (),
    as_of: str | pd.Timestamp | None = None,
) -> MobilityLog:
    """Provisional: types the tables, checks nothing (replaced by the real loader)."""
    given = {
        "sessions": sessions,
        "stiffness": stiffness,
        "programme": programme,
        "pauses": pauses,
        "events": events,
        "exercises": exercises,
    }
    raw = {k: pd.DataFrame(v if isinstance(v, pd.DataFrame) else list(v)) for k, v in given.items()}
    with resources.as_file(resources.files("mobility_analysis.log") / "catalogue.csv") as p:
        cat = pd.read_csv(p, dtype="str", keep_default_na=False)
    raw["exercises"] = pd.concat([cat, raw["exercises"]]).drop_duplicates("exercise", keep="last")
    clients: set[str] = set()
    for name, frame in raw.items():
        if name != "exercises":
            if len(frame) and "client" not in frame:
                raw[name] = frame = frame.assign(client="me")
            clients |= set(frame.get("client", pd.Series(dtype="str")))
    ids = set(raw["exercises"]["exercise"])
    for name in ("sessions", "programme"):
        ids |= set(raw[name].get("exercise", pd.Series(dtype="str")))
    out = {}
    for name, frame in raw.items():
        typed = {}
        for col in TABLES[name].columns:
            s = (
                frame[col.name]
                if col.name in frame
                else pd.Series([None] * len(frame), index=frame.index, dtype="object")
            )
            if col.kind == "client":
                typed[col.name] = pd.Categorical(s.astype("str"), sorted(clients))
            elif col.kind == "exercise":
                typed[col.name] = pd.Categorical(s.where(s != "", None), sorted(ids))
            elif col.kind == "word":
                typed[col.name] = pd.Categorical(s.fillna("").replace("", col.default), col.words)
            elif col.kind in ("date", "timestamp"):
                full = pd.to_datetime(s, format="ISO8601").astype("datetime64[us]")
                if col.has_time:
                    t = (full - full.dt.normalize()).astype("timedelta64[us]")
                    typed["time"] = t.where(t > pd.Timedelta(0)).array
                typed[col.name] = (full.dt.normalize() if col.kind == "date" else full).array
            elif col.kind in ("number", "count"):
                typed[col.name] = pd.to_numeric(s).astype("float64").array
            elif col.kind == "frequency":
                text = s.fillna("").astype("str")
                typed["times_per_week_written"] = text.array
                typed["is_as_needed"] = (text == "as needed").array
                typed[col.name] = (
                    pd.to_numeric(
                        text.str.split("-").str[0].where(text != "as needed"), errors="coerce"
                    )
                    .astype("float64")
                    .array
                )
            else:
                typed[col.name] = s.fillna("").astype("str").array
        order = list(empty_table(name).columns)
        f = pd.DataFrame(typed)[order].sort_values(
            list(TABLES[name].sort_by), kind="stable", ignore_index=True
        )
        out[name] = f
    latest = pd.concat([out["sessions"]["date"], out["stiffness"]["date"]]).max()
    return MobilityLog(**out, as_of=pd.Timestamp(as_of) if as_of is not None else latest)
