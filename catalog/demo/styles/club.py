"""House and techno: four to the floor."""

from catalog.demo.score import Layer, Picker, Style

FLOOR = "X...X...X...X..."
BACKBEAT = "....X.......X..."
OFFBEAT = "..x...x...x...x."
ROLL = "....X...x.x.xxxX"


def house(pick: Picker) -> Style:
    keys = pick("electric_piano", "organ")
    lead = pick("synth_pluck", "vibraphone", "soft_lead")
    stab = pick("x..x..x..x...x..", "..x..x..x.x...x.", "x.....x..x....x.")
    bass = pick("..1-..1-..1-..8-", "1..1..8-..1-..5-", "..1.8.1...1.8.7.")
    return Style(
        layers=(
            Layer(
                "kick_house",
                "drum",
                -8,
                {"I": FLOOR, "V": FLOOR, "C": FLOOR, "O": FLOOR},
                fill="X...X...X.......",
                reverb=0,
            ),
            Layer(
                "clap",
                "drum",
                -12,
                {"V": "2>" + BACKBEAT, "C": BACKBEAT, "O": BACKBEAT},
                fill=ROLL,
                reverb=0.3,
                loose_ms=2,
            ),
            Layer(
                "hat_open",
                "drum",
                -21,
                {"I": "2>" + OFFBEAT, "V": "4>" + OFFBEAT, "C": OFFBEAT, "O": OFFBEAT},
                pan=0.15,
                reverb=0.08,
            ),
            Layer("hat", "drum", -23, {"V": "x.oox.oox.oox.oo", "C": "x.oox.oox.oox.oo"}, pan=-0.2),
            Layer(
                "shaker", "drum", -21, {"C": "ooxoooxoooxoooxo", "B": "ooxoooxoooxoooxo"}, pan=0.45
            ),
            Layer(
                "conga_high",
                "drum",
                -21,
                {"V": "...o..x....o..xo", "C": "...x..x....x..xo"},
                pan=-0.4,
                reverb=0.25,
            ),
            Layer(
                "conga_low",
                "drum",
                -20,
                {"V": "x.........x.....", "C": "x.........x....."},
                pan=-0.3,
                reverb=0.25,
            ),
            Layer(
                "saw_bass",
                "bass",
                -20,
                {"I": "2>" + bass, "V": bass, "C": bass, "O": bass},
                register=30,
                duck=0.7,
                reverb=0,
            ),
            Layer(
                keys,
                "comp",
                -25,
                {"I": stab, "V": stab, "B": stab, "C": stab, "O": stab},
                register=62,
                reverb=0.3,
                echo=0.25,
                duck=0.45,
                spread=0.4,
                opening={"I": (500, 3_000), "B": (350, 7_000), "O": (5_000, 500)},
            ),
            Layer(
                "saw_stab",
                "comp",
                -26,
                {"C": "X..x..X..x..X.x."},
                register=66,
                duck=0.6,
                reverb=0.3,
                echo=0.2,
            ),
            Layer(
                "warm_pad",
                "pad",
                -30,
                {"V": "x", "B": "x", "C": "x"},
                register=62,
                duck=0.75,
                reverb=0.4,
            ),
            Layer("strings", "pad", -29, {"C2": "x", "B": "x"}, register=72, duck=0.5, reverb=0.5),
            Layer(
                lead,
                "tune",
                -25,
                {"V": "tune", "O": "tune:tease"},
                register=65,
                reverb=0.35,
                echo=0.35,
                pan=0.15,
                duck=0.3,
            ),
            Layer(
                "synth_pluck",
                "tune",
                -21.5,
                {"C": "hook", "B": "2>hook:tease"},
                register=72,
                reverb=0.3,
                echo=0.35,
                duck=0.25,
            ),
            Layer(
                "voice", "tune", -23, {"C": "hook"}, register=62, reverb=0.45, echo=0.2, duck=0.2
            ),
            Layer("voice", "tune", -26, {"C2": "hook:third"}, register=66, pan=-0.4, reverb=0.5),
            Layer("riser", "effect", -32, {"V": "end1", "B": "end2"}, reverb=0.3),
            Layer(
                "crash",
                "drum",
                -21,
                {"C": "X............... " + "................ " * 7},
                reverb=0.3,
            ),
        ),
        swing=0.12,
        reverb_s=1.7,
        duck_s=0.24,
        drive=1.15,
    )


def techno(pick: Picker) -> Style:
    acid = pick("1.1.8..3.1.7.81.", "1..81.1.3..1.8.7", "11.1.8.11.3.1.78")
    lead = pick("square_lead", "bell")
    stab = pick("...x.....x......", "..x.....x..x....", "x..x..x.........")
    return Style(
        layers=(
            Layer(
                "kick_hard",
                "drum",
                -7,
                {"I": FLOOR, "V": FLOOR, "C": FLOOR, "O": FLOOR},
                fill="X...X...X.......",
                reverb=0.03,
            ),
            Layer(
                "clap",
                "drum",
                -13,
                {"V": BACKBEAT, "C": BACKBEAT, "O": BACKBEAT},
                fill=ROLL,
                reverb=0.35,
                loose_ms=1,
            ),
            Layer(
                "hat_open",
                "drum",
                -19,
                {"I": "4>" + OFFBEAT, "V": OFFBEAT, "C": OFFBEAT, "O": OFFBEAT},
                reverb=0.05,
                loose_ms=1,
            ),
            Layer(
                "hat",
                "drum",
                -22,
                {"V": "xoxoxoxoxoxoxoxo", "C": "xxoxxxoxxxoxxxox"},
                pan=0.3,
                loose_ms=1,
            ),
            Layer("ride", "drum", -23, {"C": "x.x.x.x.x.x.x.x."}, pan=-0.25, loose_ms=1),
            Layer(
                "rim",
                "drum",
                -20,
                {"V": "...x..x...x..x..", "B": "...x..x...x..x.."},
                pan=0.5,
                reverb=0.3,
                echo=0.4,
            ),
            Layer(
                "tom_low",
                "drum",
                -20,
                {"I": "..............x.", "C": "......x.......x."},
                reverb=0.3,
            ),
            Layer(
                "sub_bass",
                "bass",
                -19,
                {
                    "I": "..11..11..11..11",
                    "V": "..11..11..11..11",
                    "C": "..11..11..11..11",
                    "O": "..11..11..11..11",
                },
                register=29,
                duck=0.9,
                reverb=0.04,
                loose_ms=0,
            ),
            Layer(
                "acid_bass",
                "bass",
                -22.5,
                {"V": "4>" + acid, "B": acid, "C": acid},
                register=40,
                duck=0.35,
                echo=0.15,
                loose_ms=1,
                opening={"V": (700, 3_500), "B": (400, 9_000)},
            ),
            Layer(
                "saw_stab",
                "comp",
                -25,
                {"I": stab, "V": stab, "B": stab, "O": stab},
                register=62,
                voices=3,
                reverb=0.4,
                echo=0.6,
                duck=0.3,
                opening={"I": (400, 1_800), "B": (500, 6_000), "O": (3_000, 400)},
            ),
            Layer(
                "supersaw",
                "comp",
                -24,
                {"C": "X..x..X..x..X..."},
                register=64,
                duck=0.6,
                reverb=0.35,
                echo=0.2,
            ),
            Layer("warm_pad", "pad", -29, {"B": "x", "C": "x"}, register=60, duck=0.8, reverb=0.5),
            Layer("choir", "pad", -29, {"B": "x", "C2": "x"}, register=67, duck=0.6, reverb=0.6),
            Layer("bell", "tune", -27, {"V": "tune"}, register=74, reverb=0.5, echo=0.5, pan=-0.2),
            Layer(
                lead,
                "tune",
                -22.5,
                {"C": "hook", "B": "hook:tease"},
                register=69,
                reverb=0.3,
                echo=0.4,
                duck=0.3,
            ),
            Layer(
                "saw_lead",
                "tune",
                -24,
                {"C2": "hook"},
                register=69,
                reverb=0.3,
                echo=0.3,
                duck=0.35,
            ),
            Layer("riser", "effect", -31, {"I": "end1", "V": "end2", "B": "end4"}, reverb=0.3),
            Layer("impact", "effect", -24, {"C": "start", "B": "start"}, reverb=0.4),
            Layer("crash", "drum", -21, {"C": "X............... " + "................ " * 7}),
        ),
        reverb_s=2.1,
        echo_steps=3,
        echo_feedback=0.45,
        duck_s=0.2,
        drive=1.35,
    )


STYLES = {"house": house, "techno": techno}
