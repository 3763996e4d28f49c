"""Ambient, lo-fi hip hop, piano ballads."""

from catalog.demo.score import Layer, Picker, Style


def ambient(pick: Picker) -> Style:
    arp = pick("0---2---1---3---", "0-----2-----3---", "2---0---3---1---")
    plucked = pick("harp", "kalimba", "felt_piano")
    lead = pick("bell", "soft_lead", "flute")
    return Style(
        layers=(
            Layer(
                "glass_pad",
                "pad",
                -22,
                {"I": "x", "V": "x", "B": "x", "O": "x"},
                register=64,
                reverb=0.6,
            ),
            Layer("warm_pad", "pad", -22, {"V": "x", "C": "x", "B": "x"}, register=57, reverb=0.5),
            Layer("swell_saw", "pad", -24, {"C": "x"}, register=64, reverb=0.6),
            Layer("choir", "pad", -25, {"C": "x", "B": "x"}, register=69, reverb=0.7),
            Layer("strings", "pad", -23, {"C": "x"}, register=72, reverb=0.6),
            Layer(
                "sub_bass",
                "bass",
                -22,
                {"V": "1---------------", "C": "1-------5-------", "O": "1---------------"},
                register=30,
                reverb=0.1,
            ),
            Layer(
                plucked,
                "comp",
                -23,
                {"I": "1>" + arp, "V": arp, "O": arp},
                register=66,
                reverb=0.55,
                echo=0.5,
                spread=0.9,
                loose_ms=14,
            ),
            Layer(
                "harp",
                "comp",
                -22,
                {"C": "0-2-1-3-4-3-2-1-"},
                register=66,
                reverb=0.5,
                echo=0.4,
                spread=0.9,
                loose_ms=9,
            ),
            Layer(
                "felt_piano",
                "tune",
                -21,
                {"V": "tune", "O": "tune:tease"},
                register=69,
                reverb=0.5,
                echo=0.3,
                loose_ms=12,
            ),
            Layer(
                lead,
                "tune",
                -22,
                {"C": "hook", "B": "hook:tease"},
                register=76,
                reverb=0.6,
                echo=0.45,
                loose_ms=10,
                pan=0.15,
            ),
            Layer(
                "voice",
                "tune",
                -19.5,
                {"C": "hook"},
                register=64,
                reverb=0.7,
                echo=0.3,
                loose_ms=10,
            ),
            Layer("cello", "tune", -24, {"C2": "hook:third"}, register=64, reverb=0.6, pan=-0.3),
            Layer("shaker", "drum", -26, {"C": "x...x...x...x..."}, pan=0.4, reverb=0.4),
            Layer("kick_boom", "drum", -19, {"C": "x..............."}, reverb=0.5),
            Layer("rain", "effect", -36, {"I": "all", "B": "all", "O": "all"}, reverb=0.2),
            Layer("riser", "effect", -39, {"V": "end1", "B": "end1"}, reverb=0.6),
        ),
        reverb_s=5.0,
        echo_steps=6,
        echo_feedback=0.5,
        drive=0.8,
        brightness_db=-5,
    )


def lofi(pick: Picker) -> Style:
    kick = pick("X.....x...x.....", "X..x......x.....", "X......x..x.....")
    keys = pick("electric_piano", "felt_piano")
    comp = pick("x-----..x---....", "x---....x-x-....", "x-------....x---")
    lead = pick("nylon_guitar", "vibraphone", "flute")
    bass = pick("1-----..5-1---..", "1---..1-..5-8---", "1-------..5-1-a-")
    snare = "....x.......x..."
    hats = "x.x.x.x.x.x.xox."
    return Style(
        layers=(
            Layer(
                "kick_soft",
                "drum",
                -9,
                {"V": kick, "C": kick + " X.....x..xx...x."},
                fill="X.....x.....x...",
                reverb=0.02,
            ),
            Layer(
                "snare_dusty",
                "drum",
                -13,
                {"V": snare, "C": snare},
                fill="....x......ox.xx",
                reverb=0.12,
                late_ms=14,
            ),
            Layer(
                "hat_soft",
                "drum",
                -19,
                {"I": "2>" + hats, "V": hats, "C": "xox.xox.xox.xoxo", "O": hats},
                pan=0.2,
                late_ms=5,
            ),
            Layer("rim", "drum", -23, {"C": "...o......o..o.."}, pan=-0.4, reverb=0.2),
            Layer("shaker", "drum", -22, {"C": "xoxoxoxoxoxoxoxo"}, pan=-0.3),
            Layer(
                "upright_bass",
                "bass",
                -19,
                {"V": bass, "C": bass, "O": bass},
                register=30,
                late_ms=8,
                reverb=0.03,
            ),
            Layer(
                keys,
                "comp",
                -22.5,
                {"I": comp, "V": comp, "B": comp, "C": "x--x--..x---..x-", "O": comp},
                register=60,
                voices=4,
                reverb=0.22,
                late_ms=6,
                loose_ms=7,
                spread=0.4,
                opening={"I": (500, 4_000), "O": (4_000, 500)},
            ),
            Layer("warm_pad", "pad", -27, {"C": "x", "B": "x"}, register=64, reverb=0.3, duck=0.5),
            Layer("strings", "pad", -29, {"C2": "x"}, register=72, reverb=0.4, duck=0.4),
            Layer(
                "kalimba",
                "comp",
                -27,
                {"C": "..2...3...1...2."},
                register=72,
                reverb=0.3,
                echo=0.3,
                pan=-0.35,
            ),
            Layer(
                lead,
                "tune",
                -22,
                {"V": "tune"},
                register=64,
                reverb=0.28,
                echo=0.25,
                late_ms=8,
                loose_ms=8,
            ),
            Layer(
                "vibraphone",
                "tune",
                -20.5,
                {"C": "hook", "B": "hook:tease"},
                register=69,
                reverb=0.3,
                echo=0.25,
                late_ms=6,
                loose_ms=6,
            ),
            Layer("voice", "tune", -24.5, {"C": "hook"}, register=65, reverb=0.4, late_ms=8),
            Layer("trumpet", "tune", -25, {"C2": "hook:third"}, register=69, pan=0.3, reverb=0.35),
            Layer(
                "crackle",
                "effect",
                -39,
                {"I": "all", "V": "all", "C": "all", "B": "all", "O": "all"},
                reverb=0,
            ),
        ),
        swing=0.26,
        reverb_s=1.3,
        drive=1.2,
        brightness_db=-4,
        duck_s=0.3,
        tape=True,
    )


def ballad(pick: Picker) -> Style:
    arp = pick("0-2-3-2-4-3-2-3-", "0-2-1-2-3-2-1-2-", "0-1-2-3-4-3-2-1-")
    low = "1-------5-------"
    brush = "..x...x...x...x."
    return Style(
        layers=(
            Layer(
                "felt_piano",
                "comp",
                -21,
                {"I": arp, "V": arp, "B": "x-------x-------", "O": arp},
                register=60,
                reverb=0.35,
                spread=0.5,
                loose_ms=9,
            ),
            Layer(
                "piano",
                "comp",
                -20.5,
                {"C": "X---x-x-X---x-x-"},
                register=62,
                reverb=0.3,
                spread=0.5,
                loose_ms=7,
            ),
            Layer(
                "piano",
                "bass",
                -22,
                {"I": low, "V": low, "O": low, "C": "1---1-5-8---5-1-", "B": low},
                register=34,
                reverb=0.25,
                loose_ms=7,
            ),
            Layer("sub_bass", "bass", -23, {"C": "1-------1-----5-"}, register=29, reverb=0.05),
            Layer(
                "piano",
                "tune",
                -21,
                {"V": "tune", "I": "2>hook:tease", "O": "tune:tease"},
                register=70,
                reverb=0.4,
                loose_ms=9,
            ),
            Layer("voice", "tune", -18.5, {"C": "hook"}, register=67, reverb=0.45, echo=0.15),
            Layer("piano", "tune", -22.5, {"C": "hook:up"}, register=67, reverb=0.4, loose_ms=8),
            Layer("voice", "tune", -23.5, {"C2": "hook:third"}, register=67, pan=-0.4, reverb=0.5),
            Layer(
                "cello",
                "tune",
                -22.5,
                {"V2": "hook:down", "B": "hook"},
                register=57,
                reverb=0.45,
                pan=0.2,
            ),
            Layer("strings", "pad", -24, {"C": "x", "B": "x", "V2": "x"}, register=66, reverb=0.5),
            Layer("strings", "pad", -26, {"C2": "x"}, register=76, reverb=0.5),
            Layer("warm_pad", "pad", -28, {"V": "2>x", "C": "x"}, register=57, reverb=0.4),
            Layer("kick_soft", "drum", -14, {"C": "X.....x.X......."}, reverb=0.1),
            Layer(
                "snare_fat",
                "drum",
                -18,
                {"C2": "....x.......x...", "C": "............x..."},
                reverb=0.45,
            ),
            Layer("brush", "drum", -20, {"V2": brush, "C": brush}, pan=0.2, reverb=0.2),
            Layer(
                "crash",
                "drum",
                -27,
                {"C": "x............... " + "................ " * 3},
                reverb=0.5,
            ),
        ),
        reverb_s=2.6,
        echo_steps=4,
        drive=1.0,
        brightness_db=-2,
    )


STYLES = {"ambient": ambient, "lofi": lofi, "ballad": ballad}
