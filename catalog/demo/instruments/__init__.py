"""All instruments by name."""

from catalog.demo.instruments import basses, drums, keys, leads, pads, plucks, sweeps
from catalog.demo.instruments.instrument import Instrument

INSTRUMENTS: dict[str, Instrument] = {
    name: instrument
    for family in (keys, plucks, basses, pads, leads, drums, sweeps)
    for name, instrument in family.INSTRUMENTS.items()
}

__all__ = ["INSTRUMENTS", "Instrument"]
