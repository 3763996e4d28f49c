"""What stands between a server and a thumb: late answers, a slow network, a slow phone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Network:
    """As a browser is told to pretend: bytes a second, and what each request waits."""

    down_bytes: float
    up_bytes: float
    latency_ms: float


# What the developer tools of Chrome call slow 4G.
SLOW_4G = Network(1.6e6 * 0.9 / 8, 0.75e6 * 0.9 / 8, 150 * 3.75)


@dataclass(frozen=True)
class Condition:
    """`stay_s`: how long a card is listened to before the next swipe."""

    name: str
    delay_ms: int = 0
    network: Network | None = None
    cpu_slowdown: int = 1
    stay_s: float = 1.0

    def put_upon(self, cdp) -> None:
        """From now on the page of this DevTools session has it."""
        if self.network:
            cdp.send("Network.enable")
            cdp.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": self.network.latency_ms,
                    "downloadThroughput": self.network.down_bytes,
                    "uploadThroughput": self.network.up_bytes,
                },
            )
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": self.cpu_slowdown})


CONDITIONS = (
    Condition("as it is"),
    Condition("each answer 300 ms late", delay_ms=300),
    Condition("slow 4G, processor 4x slower", network=SLOW_4G, cpu_slowdown=4, stay_s=4.0),
)
