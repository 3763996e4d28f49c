"""Film music, in four-four and in six-eight."""

from catalog.demo.score import Layer, Picker, Style


def cinematic(pick: Picker) -> Style:
    motor = pick("x.xxx.xxx.xxx.xx", "x..x..x.x..x..x.", "x.x.xxx.x.x.xxx.")
    low = motor.replace("x", "1")
    lead = pick("cello", "flute", "felt_piano")
    drums = pick("X.....x.X...x.x.", "X..x..X.X..x..x.")
    return Style(
        layers=(
            Layer("strings", "pad", -23, {"I": "x", "V": "x", "O": "x"}, register=57, reverb=0.5),
            Layer(
                "short_strings",
                "comp",
                -22,
                {"V": "4>" + motor, "C": motor, "B": "2>" + motor},
                register=62,
                voices=3,
                reverb=0.4,
                pan=-0.25,
                loose_ms=6,
            ),
            Layer(
                "short_strings",
                "bass",
                -22,
                {"V2": low, "C": low},
                register=36,
                reverb=0.35,
                pan=0.25,
                loose_ms=6,
            ),
            Layer("strings", "pad", -21.5, {"C": "x"}, register=64, reverb=0.5),
            Layer("strings", "tune", -20.5, {"C": "hook:up"}, register=66, reverb=0.5),
            Layer("brass", "tune", -19.5, {"C": "hook"}, register=62, reverb=0.45),
            Layer("brass", "pad", -24, {"C2": "x"}, register=57, voices=3, reverb=0.5),
            Layer("choir", "pad", -22.5, {"C": "x", "B": "x"}, register=66, reverb=0.6),
            Layer(
                "harp",
                "comp",
                -24,
                {"I": "0-2-3-4-5-4-3-2-", "V": "0-2-3-4-5-4-3-2-", "O": "0-2-3-4-5-4-3-2-"},
                register=60,
                reverb=0.5,
                spread=0.8,
                loose_ms=8,
            ),
            Layer(lead, "tune", -20.5, {"V": "tune", "O": "tune:tease"}, register=62, reverb=0.5),
            Layer("voice", "tune", -22, {"B": "hook", "C2": "hook:third"}, register=67, reverb=0.6),
            Layer(
                "music_box", "tune", -27, {"I": "2>hook:tease"}, register=78, reverb=0.6, echo=0.3
            ),
            Layer(
                "sub_bass",
                "bass",
                -22,
                {"C": "1-------1-------", "B": "1---------------"},
                register=28,
                reverb=0.1,
            ),
            Layer(
                "timpani",
                "drum",
                -13,
                {"C": "X...............", "V": "................"},
                fill="X.......x.x.xxxx",
                reverb=0.4,
            ),
            Layer(
                "tom_low",
                "drum",
                -12,
                {"C": drums, "B": "X.......X......."},
                fill="X..x..x.X.x.XxXX",
                reverb=0.45,
                pan=-0.15,
            ),
            Layer("tom_mid", "drum", -15, {"C": "..x...xx..x...xx"}, reverb=0.45, pan=0.3),
            Layer(
                "crash",
                "drum",
                -21,
                {"C": "X............... " + "................ " * 3},
                reverb=0.5,
            ),
            Layer("impact", "effect", -22, {"C": "start", "B": "start", "O": "start"}, reverb=0.5),
            Layer("riser", "effect", -34, {"V": "end1", "B": "end2"}, reverb=0.5),
        ),
        reverb_s=3.4,
        echo_steps=4,
        drive=1.05,
    )


def cinematic_six(pick: Picker) -> Style:
    """The same players in six-eight."""
    motor = pick("x.x.x.x.x.x.", "x.xxx.x.xxx.")
    arp = "0-2-3-4-3-2-"
    return Style(
        layers=(
            Layer(
                "strings",
                "pad",
                -23,
                {"I": "x", "V": "x", "B": "x", "O": "x"},
                register=58,
                reverb=0.5,
            ),
            Layer(
                "harp",
                "comp",
                -22,
                {"I": arp, "V": arp, "O": arp, "B": arp},
                register=60,
                reverb=0.5,
                spread=0.8,
                loose_ms=8,
            ),
            Layer(
                "piano",
                "comp",
                -22,
                {"C": "0-2-3-4-3-2-", "V2": arp},
                register=64,
                reverb=0.4,
                spread=0.6,
                loose_ms=7,
            ),
            Layer(
                "short_strings",
                "comp",
                -22.5,
                {"C": motor},
                register=64,
                voices=3,
                reverb=0.4,
                pan=-0.25,
            ),
            Layer(
                "upright_bass",
                "bass",
                -22,
                {"V": "1-----5-----", "C": "1-----1---5-"},
                register=30,
                reverb=0.2,
            ),
            Layer("sub_bass", "bass", -23, {"C": "1-----------"}, register=28),
            Layer("strings", "pad", -21.5, {"C": "x"}, register=66, reverb=0.5),
            Layer("choir", "pad", -23, {"C": "x", "B": "x"}, register=66, reverb=0.6),
            Layer("cello", "tune", -20, {"V": "tune", "O": "tune:tease"}, register=58, reverb=0.5),
            Layer("flute", "tune", -22, {"V2": "tune:up", "B": "hook"}, register=67, reverb=0.5),
            Layer("voice", "tune", -19.5, {"C": "hook"}, register=66, reverb=0.5),
            Layer("strings", "tune", -20.5, {"C": "hook:up"}, register=66, reverb=0.5),
            Layer("brass", "tune", -22.5, {"C2": "hook:third"}, register=66, reverb=0.5),
            Layer("tom_low", "drum", -13, {"C": "X.....x...x."}, fill="X.x.x.xxxxXX", reverb=0.45),
            Layer(
                "timpani",
                "drum",
                -14,
                {"C": "X...........", "V": "............"},
                fill="x.....xxxxxx",
                reverb=0.4,
            ),
            Layer("crash", "drum", -22, {"C": "X........... " + "............ " * 3}, reverb=0.5),
            Layer("impact", "effect", -23, {"C": "start"}, reverb=0.5),
        ),
        reverb_s=3.2,
        echo_steps=6,
        drive=1.0,
        brightness_db=-2,
    )


STYLES = {"cinematic": cinematic, "cinematic_six": cinematic_six}
