"""Drum and bass, trap: broken beats over sub bass."""

from catalog.demo.score import Layer, Picker, Style

BACKBEAT = "....X.......X..."


def drum_and_bass(pick: Picker) -> Style:
    bass = pick("1-----------5---", "1-----1---8-----", "1---------1-7-5-")
    drive = pick("1--1--1---8-1---", "1-1---5-1---8-7-", "1---1-8---5-1---")
    kick = pick("X.........X.....", "X.....X...X.....")
    lead = pick("bell", "electric_piano", "flute")
    return Style(
        layers=(
            Layer(
                "kick_tight",
                "drum",
                -8,
                {"I": "4>" + kick, "V": kick, "C": kick + " X.X.......X....."},
                fill="X.........X.X.X.",
                reverb=0,
            ),
            Layer(
                "snare_crack",
                "drum",
                -10,
                {
                    "I": "4>" + BACKBEAT,
                    "V": BACKBEAT,
                    "C": BACKBEAT,
                    "B": "................ ................ ................ ....x...x.x.xxxX",
                },
                fill="....X..X..X.xxXX",
                reverb=0.14,
                loose_ms=1.5,
            ),
            Layer(
                "snare_tight",
                "drum",
                -20,
                {"V": ".......o.o.....o", "C": ".o.....o.o.o...o"},
                pan=0.1,
                reverb=0.1,
            ),
            Layer(
                "hat",
                "drum",
                -19,
                {"I": "x.x.x.x.x.x.x.x.", "V": "x.x.x.x.x.xox.x.", "C": "x.xox.xox.xoxoxo"},
                pan=0.2,
            ),
            Layer("ride", "drum", -23, {"C": "x...x...x...x..."}, pan=-0.3),
            Layer(
                "shaker", "drum", -21, {"V": "xoxoxoxoxoxoxoxo", "C": "xoxoxoxoxoxoxoxo"}, pan=-0.4
            ),
            Layer(
                "reese_bass",
                "bass",
                -20.5,
                {"V": bass, "C": drive},
                register=30,
                duck=0.4,
                reverb=0.02,
            ),
            Layer(
                "sub_bass",
                "bass",
                -21,
                {"V": bass, "C": drive, "O": "1---------------", "B": "1---------------"},
                register=28,
                duck=0.4,
                reverb=0,
            ),
            Layer(
                "electric_piano",
                "comp",
                -25,
                {
                    "I": "x-----x---------",
                    "V": "x-----x---------",
                    "B": "x-----x---x-----",
                    "O": "x-----x---------",
                    "C": "x--x--x---x--x--",
                },
                register=62,
                reverb=0.4,
                echo=0.25,
                spread=0.5,
                duck=0.2,
            ),
            Layer(
                "synth_pluck",
                "comp",
                -26,
                {"B": "0.2.1.3.2.4.3.1.", "C": "0213243142312413"},
                register=67,
                reverb=0.35,
                echo=0.3,
                duck=0.3,
                pan=0.2,
                opening={"B": (500, 8_000)},
            ),
            Layer(
                "warm_pad",
                "pad",
                -27,
                {"I": "x", "V": "x", "B": "x", "C": "x", "O": "x"},
                register=60,
                reverb=0.5,
                duck=0.35,
            ),
            Layer("strings", "pad", -26, {"C": "x", "B": "x"}, register=70, reverb=0.5, duck=0.3),
            Layer(
                lead, "tune", -23, {"V": "tune", "I": "4>tune"}, register=69, reverb=0.4, echo=0.4
            ),
            Layer(
                "voice",
                "tune",
                -20,
                {"C": "hook", "B": "hook:tease"},
                register=66,
                reverb=0.45,
                echo=0.3,
            ),
            Layer("saw_lead", "tune", -25, {"C2": "hook:up"}, register=66, reverb=0.4, echo=0.3),
            Layer("voice", "tune", -25, {"C2": "hook:third"}, register=66, pan=0.4, reverb=0.5),
            Layer("riser", "effect", -31, {"V": "end2", "B": "end4"}, reverb=0.3),
            Layer(
                "crash",
                "drum",
                -20,
                {"C": "X............... " + "................ " * 7},
                reverb=0.3,
            ),
        ),
        reverb_s=2.2,
        echo_steps=6,
        duck_s=0.14,
        drive=1.25,
    )


def trap(pick: Picker) -> Style:
    bass, kick = pick(
        "1-----..1---..5-|X.......X.....x.",
        "1--1------..8-7-|X..X........x.x.",
        "1-------..1-1---|X.........x.x...",
    ).split("|")
    hats = pick("x.x.x.xrx.x.xtx.", "x.xrx.x.x.xxx.xt", "xtx.x.x.xrx.x.xx")
    keys = pick("bell", "felt_piano", "kalimba")
    half = "........X......."
    return Style(
        layers=(
            Layer(
                "kick_boom", "drum", -9, {"V": kick, "C": kick}, fill="X.......X.......", reverb=0
            ),
            Layer(
                "snare_crack",
                "drum",
                -12,
                {"V": half, "C": half},
                fill="........X...xxxX",
                reverb=0.22,
                loose_ms=2,
            ),
            Layer("clap", "drum", -13, {"C": half}, reverb=0.3, loose_ms=2),
            Layer(
                "hat",
                "drum",
                -18,
                {
                    "I": "2>x...x...x...x...",
                    "V": "x.x.x.x.x.x.x.xr " + hats,
                    "C": hats + " x.xxx.xrx.xtx.xx",
                },
                pan=0.15,
                loose_ms=1,
            ),
            Layer("hat_open", "drum", -23, {"C": "..............x."}, pan=-0.3),
            Layer(
                "rim",
                "drum",
                -21,
                {"V": "...x......x.....", "C": "...x......x..x.."},
                pan=-0.5,
                reverb=0.4,
                echo=0.3,
            ),
            Layer(
                "boom_bass",
                "bass",
                -17,
                {"V": bass, "C": bass, "O": "1---------------"},
                register=29,
                duck=0.15,
                reverb=0,
                loose_ms=0,
            ),
            Layer(
                keys,
                "comp",
                -23,
                {
                    "I": "0-..2-..1-..3-..",
                    "V": "0-..2-..1-..3-..",
                    "O": "0-..2-..1-..3-..",
                    "B": "0-2-1-3-2-1-3-2-",
                    "C": "0-2.1-3.2-1.4-3.",
                },
                register=67,
                reverb=0.45,
                echo=0.35,
                spread=0.6,
                opening={"I": (700, 5_000), "O": (6_000, 500)},
            ),
            Layer(
                "choir",
                "pad",
                -26,
                {"B": "x", "C": "x", "V": "4>x"},
                register=62,
                reverb=0.5,
                duck=0.3,
            ),
            Layer("strings", "pad", -27, {"C2": "x", "C": "x"}, register=70, reverb=0.5, duck=0.3),
            Layer(
                "felt_piano",
                "comp",
                -24,
                {"C": "X-------x-------"},
                register=57,
                reverb=0.35,
                spread=0.4,
            ),
            Layer("soft_lead", "tune", -23.5, {"V": "tune"}, register=64, reverb=0.4, echo=0.3),
            Layer(
                "flute",
                "tune",
                -20.5,
                {"C": "hook", "B": "hook:tease"},
                register=74,
                reverb=0.4,
                echo=0.35,
            ),
            Layer("voice", "tune", -22.5, {"C": "hook"}, register=62, reverb=0.45, echo=0.2),
            Layer("voice", "tune", -26, {"C2": "hook:third"}, register=66, pan=0.45, reverb=0.5),
            Layer("riser", "effect", -33, {"V": "end1", "B": "end2"}, reverb=0.3),
            Layer("impact", "effect", -24, {"C": "start"}, reverb=0.3),
            Layer("rain", "effect", -38, {"I": "all", "B": "all", "O": "all"}, reverb=0),
        ),
        reverb_s=2.2,
        echo_steps=6,
        drive=1.35,
    )


STYLES = {"drum_and_bass": drum_and_bass, "trap": trap}
