"""Synthwave and chiptune: machines of the eighties."""

from catalog.demo.score import Layer, Picker, Style

BACKBEAT = "....X.......X..."
EIGHTHS = "x.x.x.x.x.x.x.x."


def synthwave(pick: Picker) -> Style:
    bass = pick("1.1.1.1.1.1.1.1.", "1.118.111.118.11", "1.111.111.111.18")
    kick = pick("X...X...X...X...", "X.......X.X.....")
    arp = pick("0123210301232103", "0.2.4.2.5.4.2.1.", "0213021302130213")
    verse = pick("glass_piano", "square_lead", "bell")
    return Style(
        layers=(
            Layer(
                "kick_hard",
                "drum",
                -9,
                {"V": kick, "C": kick, "O": kick},
                fill="X...X...X.X.X.X.",
                reverb=0.02,
                loose_ms=1,
            ),
            Layer(
                "snare_fat",
                "drum",
                -10,
                {"V": "2>" + BACKBEAT, "C": BACKBEAT, "O": BACKBEAT},
                fill="....X.......xxXX",
                reverb=0.45,
                loose_ms=1,
            ),
            Layer("hat", "drum", -20, {"V": EIGHTHS, "C": "xoxoxoxoxoxoxoxo"}, pan=0.2, loose_ms=2),
            Layer("hat_open", "drum", -22, {"C": "..x...x...x...x."}, pan=0.2),
            Layer(
                "tom_high",
                "drum",
                -15,
                {"V": "................"},
                fill="........xx......",
                pan=-0.4,
                reverb=0.4,
            ),
            Layer(
                "tom_low",
                "drum",
                -14,
                {"V": "................", "B": "................"},
                fill="...........x.x..",
                pan=0.4,
                reverb=0.4,
            ),
            Layer(
                "saw_bass",
                "bass",
                -19.5,
                {"I": "2>" + bass, "V": bass, "C": bass, "O": bass, "B": "1---------------"},
                register=29,
                duck=0.5,
                reverb=0,
                loose_ms=1,
                opening={"I": (300, 2_500)},
            ),
            Layer(
                "synth_pluck",
                "comp",
                -25,
                {"I": arp, "B": arp, "C": arp, "O": arp},
                register=64,
                reverb=0.3,
                echo=0.35,
                duck=0.25,
                spread=0.8,
                loose_ms=1,
                opening={"I": (500, 6_000), "B": (500, 9_000), "O": (8_000, 600)},
            ),
            Layer(
                "swell_saw",
                "pad",
                -25.5,
                {"I": "x", "V": "x", "B": "x", "O": "x"},
                register=60,
                reverb=0.4,
                duck=0.4,
            ),
            Layer("supersaw", "pad", -23.5, {"C": "x"}, register=63, reverb=0.35, duck=0.5),
            Layer("choir", "pad", -28, {"C2": "x", "B": "x"}, register=70, reverb=0.5, duck=0.3),
            Layer(
                verse,
                "tune",
                -23,
                {"V": "tune", "O": "tune:tease"},
                register=67,
                reverb=0.35,
                echo=0.35,
            ),
            Layer(
                "saw_lead",
                "tune",
                -20,
                {"C": "hook", "B": "2>hook:tease"},
                register=69,
                reverb=0.35,
                echo=0.35,
                duck=0.15,
            ),
            Layer("saw_lead", "tune", -25, {"C2": "hook:third"}, register=69, pan=-0.5, reverb=0.4),
            Layer(
                "bell", "tune", -26, {"C2": "hook:up"}, register=69, pan=0.3, reverb=0.4, echo=0.3
            ),
            Layer("riser", "effect", -32, {"V": "end1", "B": "end2"}, reverb=0.3),
            Layer(
                "crash",
                "drum",
                -20,
                {"C": "X............... " + "................ " * 7},
                reverb=0.3,
            ),
        ),
        reverb_s=2.0,
        echo_steps=3,
        echo_feedback=0.4,
        drive=1.25,
    )


def chiptune(pick: Picker) -> Style:
    arp = pick("0123012301230123", "0120120120120123", "0213021302130213")
    bass = pick("1.8.1.8.1.8.1.8.", "1.1.8.1.5.1.8.5.", "1..1..8.1..1..8.")
    return Style(
        layers=(
            Layer(
                "kick_tight",
                "drum",
                -9,
                {"V": "X.......X.x.....", "C": "X...X...X...X..."},
                fill="X.......X.X.X.X.",
                reverb=0,
                loose_ms=0,
            ),
            Layer(
                "chip_snare",
                "drum",
                -14,
                {"V": BACKBEAT, "C": BACKBEAT},
                fill="....X...xxxxXXXX",
                reverb=0.06,
                loose_ms=0,
            ),
            Layer(
                "chip_hat",
                "drum",
                -24,
                {"I": EIGHTHS, "V": EIGHTHS, "C": "xoxxxoxxxoxxxoxx", "O": EIGHTHS},
                pan=0.25,
                loose_ms=0,
            ),
            Layer(
                "chip_bass",
                "bass",
                -19.5,
                {"I": bass, "V": bass, "C": bass, "O": bass, "B": "1---..1-5---..1-"},
                register=35,
                reverb=0,
                loose_ms=0,
            ),
            Layer(
                "chip_square",
                "comp",
                -24,
                {"I": arp, "B": arp, "C": arp, "O": arp},
                register=67,
                voices=4,
                pan=-0.35,
                reverb=0.05,
                echo=0.2,
                loose_ms=0,
            ),
            Layer(
                "chip_square",
                "comp",
                -26,
                {"V": "..x...x...x...x."},
                register=64,
                voices=3,
                pan=-0.3,
                loose_ms=0,
            ),
            Layer(
                "chip_square",
                "tune",
                -22,
                {"V": "tune"},
                register=70,
                pan=0.15,
                echo=0.3,
                loose_ms=0,
            ),
            Layer(
                "chip_pulse",
                "tune",
                -20,
                {"C": "hook", "I": "2>hook:tease", "O": "hook:tease"},
                register=74,
                echo=0.3,
                loose_ms=0,
            ),
            Layer(
                "chip_pulse",
                "tune",
                -24,
                {"C": "hook:third"},
                register=74,
                pan=0.45,
                echo=0.2,
                loose_ms=0,
            ),
            Layer(
                "square_lead",
                "tune",
                -22,
                {"B": "tune:up"},
                register=67,
                pan=0.1,
                reverb=0.2,
                echo=0.4,
            ),
            Layer("square_lead", "tune", -25, {"C2": "hook:down"}, register=74, pan=-0.2),
            Layer("riser", "effect", -36, {"B": "end1"}),
            Layer("crash", "drum", -24, {"C": "X............... " + "................ " * 7}),
        ),
        reverb_s=0.9,
        echo_steps=3,
        echo_feedback=0.3,
        drive=1.2,
    )


STYLES = {"synthwave": synthwave, "chiptune": chiptune}
