"""Funk, dub, dream pop: people in a room with amplifiers."""

from catalog.demo.score import Layer, Picker, Style

BACKBEAT = "....X.......X..."
EIGHTHS = "x.x.x.x.x.x.x.x."


def funk(pick: Picker) -> Style:
    kick = pick("X..x....x.x.....", "X.....x.x..x....", "X...X...X...X...")
    slap = pick("1..1..8.7.1.a...", "1...8.1..1.7.8.a", "1.8...1.5.7.8..a")
    clav = pick("x..x.x..x..x.xx.", "..x..x.x..x.x..x")
    lead = pick("saw_lead", "flute", "trumpet")
    return Style(
        layers=(
            Layer(
                "kick_tight",
                "drum",
                -9,
                {"I": kick, "V": kick, "C": kick, "O": kick},
                fill="X...X...X.......",
                reverb=0.02,
                loose_ms=3,
            ),
            Layer(
                "snare_tight",
                "drum",
                -11,
                {
                    "I": "....X.......X...",
                    "V": "....X..o.o..X..o",
                    "C": "....X..o.o..X..o",
                    "O": "....X..o.o..X..o",
                    "B": "............X...",
                },
                fill="....X.x.X.xxXxXX",
                reverb=0.16,
                loose_ms=3,
            ),
            Layer(
                "hat",
                "drum",
                -18,
                {
                    "I": "x.xox.xox.xox.xo",
                    "V": "xoxoxoxoxoxoxoxo",
                    "C": "xoxoxoxoxoxoxoxo",
                    "O": "x.xox.xox.xox.xo",
                },
                pan=0.25,
                loose_ms=3,
            ),
            Layer("hat_open", "drum", -21, {"C": "..x...x...x...x."}, pan=0.25),
            Layer(
                "conga_high",
                "drum",
                -20,
                {"B": "x..x..xx..x.x.x.", "C": "...x..x....xx.x."},
                pan=-0.5,
                reverb=0.2,
            ),
            Layer("cowbell", "drum", -25, {"C2": "x...x...x...x..."}, pan=0.5, reverb=0.15),
            Layer(
                "slap_bass",
                "bass",
                -18.5,
                {"I": "2>" + slap, "V": slap, "B": slap, "C": slap, "O": slap},
                register=30,
                reverb=0.02,
                loose_ms=3,
            ),
            Layer(
                "clavinet",
                "comp",
                -25,
                {"V": clav, "B": clav, "O": clav},
                register=62,
                voices=3,
                pan=-0.4,
                reverb=0.12,
                loose_ms=3,
            ),
            Layer(
                "muted_guitar",
                "comp",
                -25,
                {"I": "x.xxx.xxx.xxx.xx", "V": "..x.x.xx..x.x.xx", "C": "x.xxx.xxx.xxx.xx"},
                register=67,
                voices=3,
                pan=0.5,
                reverb=0.12,
                loose_ms=3,
            ),
            Layer(
                "electric_guitar",
                "comp",
                -25,
                {"C": "....x.......x.x."},
                register=66,
                voices=3,
                pan=-0.5,
                reverb=0.2,
            ),
            Layer(
                "electric_piano",
                "comp",
                -25,
                {"V": "x-----..x-......", "B": "x-----..x-..x-..", "C": "x--x--..x--x----"},
                register=62,
                reverb=0.25,
            ),
            Layer(
                "brass",
                "comp",
                -23,
                {"C": "X.....x-........ X.....x-....X.X."},
                register=65,
                reverb=0.25,
                spread=0.6,
            ),
            Layer("strings", "pad", -26, {"C": "x", "B": "x"}, register=73, reverb=0.4),
            Layer(
                lead,
                "tune",
                -23,
                {"V": "tune", "O": "tune:tease"},
                register=66,
                reverb=0.25,
                echo=0.2,
            ),
            Layer("voice", "tune", -19.5, {"C": "hook"}, register=65, reverb=0.3, echo=0.1),
            Layer(
                "brass", "tune", -22.5, {"C": "hook", "B": "2>hook:tease"}, register=65, reverb=0.3
            ),
            Layer("voice", "tune", -23.5, {"C": "hook:third"}, register=67, pan=0.4, reverb=0.35),
            Layer("riser", "effect", -35, {"B": "end1"}, reverb=0.3),
            Layer(
                "crash",
                "drum",
                -21,
                {"C": "X............... " + "................ " * 7},
                reverb=0.2,
            ),
        ),
        swing=0.1,
        reverb_s=1.2,
        echo_steps=3,
        drive=1.25,
    )


def dub(pick: Picker) -> Style:
    bass = pick("1--.3-5-..8-5-3-", "1-1-..5-1---3.5.", "1---..8-7-5-..3-")
    lead = pick("wind_organ", "square_lead", "trumpet")
    drop = "........X......."
    skank = "..x...x...x...x."
    hats = "x.xox.xox.xox.xo"
    return Style(
        layers=(
            Layer(
                "kick_boom",
                "drum",
                -10,
                {"V": drop, "C": "X...x...X...x...", "O": drop},
                reverb=0.06,
            ),
            Layer("rim", "drum", -12, {"V": drop, "B": drop, "O": drop}, reverb=0.35, echo=0.35),
            Layer(
                "snare_tight",
                "drum",
                -14,
                {"C": drop + " ........X.....o."},
                fill="x..x..x.X...xxxx",
                reverb=0.35,
                echo=0.3,
            ),
            Layer("hat", "drum", -18, {"I": hats, "V": hats, "C": hats, "O": hats}, pan=0.25),
            Layer(
                "shaker", "drum", -21, {"C": "xoxoxoxoxoxoxoxo", "B": "xoxoxoxoxoxoxoxo"}, pan=-0.3
            ),
            Layer(
                "conga_high",
                "drum",
                -20,
                {"B": "..x..x..x...x.xx", "C": "......x.......xx"},
                pan=-0.5,
                reverb=0.35,
                echo=0.3,
            ),
            Layer(
                "hollow_bass",
                "bass",
                -17,
                {"V": bass, "C": bass, "B": "2>" + bass, "O": bass},
                register=30,
                reverb=0,
                loose_ms=5,
            ),
            Layer(
                "electric_guitar",
                "comp",
                -24,
                {"I": skank, "V": skank, "B": skank, "C": skank, "O": skank},
                register=66,
                voices=3,
                pan=-0.35,
                reverb=0.25,
                echo=0.2,
            ),
            Layer(
                "organ",
                "comp",
                -25,
                {"V": ".x.x.x.x.x.x.x.x", "C": ".xxx.xxx.xxx.xxx"},
                register=60,
                voices=3,
                pan=0.35,
                reverb=0.2,
            ),
            Layer(
                "piano", "comp", -24.5, {"C": skank}, register=64, voices=4, pan=0.15, reverb=0.25
            ),
            Layer(
                "saw_stab",
                "comp",
                -25,
                {"I": "x...............", "B": "..x.....x......."},
                register=64,
                voices=3,
                reverb=0.4,
                echo=0.9,
            ),
            Layer("warm_pad", "pad", -28, {"B": "x", "C": "x"}, register=62, reverb=0.4),
            Layer(
                lead,
                "tune",
                -21.5,
                {"V": "tune", "I": "1>hook:tease"},
                register=68,
                reverb=0.35,
                echo=0.5,
                loose_ms=8,
            ),
            Layer("voice", "tune", -19.5, {"C": "hook"}, register=65, reverb=0.4, echo=0.3),
            Layer(
                "trumpet", "tune", -22, {"C": "hook"}, register=67, pan=0.2, reverb=0.35, echo=0.3
            ),
            Layer("brass", "tune", -25, {"C2": "hook:third"}, register=67, pan=-0.3, reverb=0.35),
            Layer(
                "rim",
                "drum",
                -18,
                {"B": "...x............ ......x......... "},
                pan=0.4,
                reverb=0.5,
                echo=0.9,
            ),
        ),
        swing=0.16,
        reverb_s=2.4,
        echo_steps=3,
        echo_feedback=0.58,
        drive=1.2,
        brightness_db=-3,
    )


def dream_pop(pick: Picker) -> Style:
    arp = pick("0.2.3.2.4.3.2.1.", "0-2-1-3-0-2-4-3-", "3.2.1.2.0.2.1.3.")
    beat = pick("X.....x.X.......", "X.......X.x.....")
    return Style(
        layers=(
            Layer(
                "kick_tight",
                "drum",
                -9,
                {"V": "4>" + beat, "C": "X.....X.X.x.....", "O": beat},
                fill="X...X...X...X...",
                reverb=0.05,
            ),
            Layer(
                "snare_fat",
                "drum",
                -11.5,
                {"V": "4>" + BACKBEAT, "C": BACKBEAT, "O": BACKBEAT},
                fill="....X...x.x.xxXX",
                reverb=0.4,
            ),
            Layer("hat", "drum", -20, {"V": EIGHTHS, "O": EIGHTHS}, pan=0.3),
            Layer("ride", "drum", -22, {"C": EIGHTHS}, pan=0.35, reverb=0.15),
            Layer(
                "shaker", "drum", -22, {"C": "xoxoxoxoxoxoxoxo", "B": "xoxoxoxoxoxoxoxo"}, pan=-0.4
            ),
            Layer(
                "tom_mid",
                "drum",
                -15,
                {"B": "X.....x.....x..."},
                fill="X..x..x.x.x.xxxx",
                pan=-0.2,
                reverb=0.4,
            ),
            Layer(
                "finger_bass",
                "bass",
                -19,
                {
                    "V": "1.1.1.1.1.1.1.1.",
                    "C": "1.1.1.1.1.5.1.8.",
                    "B": "1-------5-------",
                    "O": "1.1.1.1.1.1.1.1.",
                },
                register=30,
                reverb=0.02,
            ),
            Layer(
                "electric_guitar",
                "comp",
                -23,
                {"I": arp, "V": arp, "B": arp, "C": arp, "O": arp},
                register=64,
                reverb=0.4,
                echo=0.4,
                pan=-0.35,
            ),
            Layer(
                "fuzz_guitar",
                "comp",
                -23,
                {"C": "X-------x-----x-", "B": "2>x---------------"},
                register=50,
                voices=3,
                reverb=0.35,
                pan=0.25,
            ),
            Layer(
                "fuzz_guitar",
                "comp",
                -25,
                {"C": "X---x---X---x---"},
                register=59,
                voices=3,
                reverb=0.4,
                pan=-0.55,
            ),
            Layer(
                "glass_pad",
                "pad",
                -27,
                {"I": "x", "V": "x", "B": "x", "O": "x"},
                register=64,
                reverb=0.5,
            ),
            Layer("strings", "pad", -25, {"C": "x"}, register=68, reverb=0.5),
            Layer("voice", "tune", -21.5, {"V": "tune"}, register=62, reverb=0.45, echo=0.2),
            Layer("voice", "tune", -19.5, {"C": "hook"}, register=67, reverb=0.5, echo=0.25),
            Layer("voice", "tune", -24, {"C": "hook:third"}, register=67, pan=0.4, reverb=0.55),
            Layer(
                "music_box",
                "tune",
                -26,
                {"B": "hook:tease", "C2": "hook:up", "I": "2>hook:tease"},
                register=72,
                pan=0.3,
                reverb=0.4,
                echo=0.4,
            ),
            Layer(
                "crash",
                "drum",
                -19,
                {"C": "X............... " + "................ " * 3},
                reverb=0.4,
            ),
            Layer("riser", "effect", -36, {"B": "end2"}, reverb=0.4),
        ),
        reverb_s=2.8,
        echo_steps=3,
        echo_feedback=0.45,
        drive=1.25,
    )


STYLES = {"funk": funk, "dub": dub, "dream_pop": dream_pop}
