"""Folk waltz, bossa nova, swing: hands on wood."""

from catalog.demo.score import Layer, Picker, Style


def waltz(pick: Picker) -> Style:
    guitar = pick("steel_guitar", "nylon_guitar")
    arp = pick("0-..2-3-2-3-", "0-2-3-2-1-2-", "0-3-2-3-1-2-")
    tune = pick("whistle", "flute")
    strum = "X...x-o-x-o-"
    return Style(
        layers=(
            Layer(
                guitar,
                "comp",
                -21,
                {"I": arp, "V": arp, "B": arp, "O": arp},
                register=60,
                pan=-0.25,
                reverb=0.22,
                loose_ms=6,
            ),
            Layer(
                "steel_guitar",
                "comp",
                -23,
                {"C": strum},
                register=62,
                voices=5,
                pan=0.4,
                reverb=0.2,
                loose_ms=6,
            ),
            Layer("nylon_guitar", "comp", -22, {"C": arp}, register=60, pan=-0.4, reverb=0.2),
            Layer(
                "upright_bass",
                "bass",
                -20,
                {"V": "1-------5---", "C": "1-------5-a-", "B": "1-----------"},
                register=31,
                reverb=0.08,
            ),
            Layer(
                "wind_organ",
                "comp",
                -26,
                {"C": "....x---x---", "V2": "....x-..x-.."},
                register=64,
                voices=3,
                pan=0.2,
                reverb=0.3,
            ),
            Layer(
                "cello",
                "tune",
                -24,
                {"C": "hook:down", "V2": "tune"},
                register=66,
                reverb=0.35,
                pan=0.3,
            ),
            Layer("strings", "pad", -26, {"C2": "x", "B": "x"}, register=67, reverb=0.4),
            Layer(tune, "tune", -21.5, {"V": "tune"}, register=70, reverb=0.35, loose_ms=8),
            Layer("voice", "tune", -19, {"C": "hook"}, register=65, reverb=0.35),
            Layer("voice", "tune", -22.5, {"C": "hook:third"}, register=65, pan=-0.35, reverb=0.4),
            Layer("whistle", "tune", -26, {"C2": "hook:up"}, register=65, pan=0.25, reverb=0.4),
            Layer(
                "music_box",
                "tune",
                -25,
                {"B": "hook:tease", "I": "hook:tease"},
                register=77,
                reverb=0.4,
            ),
            Layer("kick_soft", "drum", -14, {"C": "X..........."}, reverb=0.1),
            Layer(
                "brush",
                "drum",
                -16,
                {"C": "....x...x.o.", "V2": "....x...x..."},
                reverb=0.15,
                pan=0.1,
            ),
            Layer("shaker", "drum", -22, {"C": "x.o.x.o.x.o.", "V": "8>x.o.x.o.x.o."}, pan=0.45),
            Layer(
                "tom_mid",
                "drum",
                -17,
                {"V": "............", "B": "............"},
                fill="....x...x.xx",
                reverb=0.3,
            ),
        ),
        reverb_s=1.8,
        echo_steps=4,
        drive=1.0,
        brightness_db=-2,
    )


def bossa(pick: Picker) -> Style:
    comp = pick(
        "x-..x-..x-....x- ..x-..x-..x-....",
        "x-....x-..x-..x- ..x-..x-....x-..",
    )
    lead = pick("flute", "vibraphone", "nylon_guitar")
    bass = "1-----5-5-----1-"
    return Style(
        layers=(
            Layer(
                "nylon_guitar",
                "comp",
                -20.5,
                {"I": comp, "V": comp, "B": comp, "C": comp, "O": comp},
                register=59,
                pan=-0.25,
                reverb=0.2,
                loose_ms=6,
            ),
            Layer(
                "upright_bass",
                "bass",
                -20,
                {
                    "I": "2>" + bass,
                    "V": bass,
                    "C": "1-----5-5-----a-",
                    "O": bass,
                    "B": "1-------5-------",
                },
                register=30,
                reverb=0.06,
            ),
            Layer(
                "kick_soft",
                "drum",
                -16,
                {"V": "x.....o.x.....o.", "C": "x.....o.x.....o."},
                reverb=0.05,
            ),
            Layer(
                "rim",
                "drum",
                -18,
                {
                    "V": "x.....x.....x... ....x.....x.....",
                    "C": "x.....x.....x... ....x.....x.....",
                },
                pan=0.3,
                reverb=0.22,
            ),
            Layer(
                "shaker",
                "drum",
                -20,
                {
                    "I": "x.o.x.o.x.o.x.o.",
                    "V": "x.o.x.o.x.o.x.o.",
                    "B": "x.o.x.o.x.o.x.o.",
                    "C": "xoooxoooxoooxooo",
                    "O": "x.o.x.o.x.o.x.o.",
                },
                pan=0.45,
            ),
            Layer("brush", "drum", -19, {"C": "....x.......x..."}, reverb=0.15),
            Layer("conga_low", "drum", -20, {"C": "..............xx"}, pan=-0.5, reverb=0.2),
            Layer(
                "electric_piano",
                "comp",
                -24.5,
                {"C": "....x-......x-.. ..x-......x-....", "B": "x---------------"},
                register=64,
                pan=0.3,
                reverb=0.25,
            ),
            Layer("strings", "pad", -25.5, {"C": "x", "B": "x"}, register=69, reverb=0.4),
            Layer(
                lead,
                "tune",
                -21,
                {"V": "tune", "I": "2>hook:tease"},
                register=66,
                reverb=0.3,
                loose_ms=10,
            ),
            Layer("voice", "tune", -19, {"C": "hook"}, register=66, reverb=0.3, late_ms=8),
            Layer("flute", "tune", -22.5, {"C": "hook:up"}, register=66, pan=0.2, reverb=0.35),
            Layer("voice", "tune", -24, {"C2": "hook:third"}, register=66, pan=-0.4, reverb=0.35),
            Layer("trumpet", "tune", -24, {"B": "tune"}, register=64, reverb=0.4, pan=-0.15),
        ),
        reverb_s=1.5,
        echo_steps=4,
        drive=1.0,
        brightness_db=-2,
    )


def swing(pick: Picker) -> Style:
    lead = pick("vibraphone", "trumpet")
    walk = pick("1---3---5---a--- 1---5---8---a---", "1---5---7---a--- 1---3---5---a---")
    return Style(
        layers=(
            Layer(
                "ride",
                "drum",
                -18,
                {
                    "I": "2>x...x.o.x...x.o.",
                    "V": "x...x.o.x...x.o.",
                    "C": "X...x.x.X...x.x.",
                    "O": "x...x.o.x...x.o.",
                },
                pan=0.3,
                reverb=0.12,
            ),
            Layer(
                "hat_soft",
                "drum",
                -17,
                {"V": "....x.......x...", "C": "....x.......x..."},
                pan=-0.2,
            ),
            Layer(
                "kick_soft",
                "drum",
                -17,
                {"C": "x...o...x...o...", "V": "o.......o......."},
                reverb=0.05,
            ),
            Layer(
                "brush", "drum", -14, {"V": "....x.......x...", "C": "....x.......x.o."}, reverb=0.2
            ),
            Layer(
                "snare_tight",
                "drum",
                -19,
                {"C": "......o.......x. ..........o....."},
                fill="..x...x.x.x.xxxx",
                reverb=0.2,
            ),
            Layer(
                "upright_bass",
                "bass",
                -18.5,
                {"V": walk, "C": walk, "B": "1-------5-------", "O": walk, "I": "1-------5-------"},
                register=30,
                reverb=0.06,
                loose_ms=6,
            ),
            Layer(
                "piano",
                "comp",
                -23,
                {
                    "I": "..x-......x-....",
                    "V": "..x-......x-.... ....x-....x-....",
                    "B": "x-------x-------",
                    "C": "x-....x-....x-.. ..x-..x-....x-..",
                    "O": "..x-......x-....",
                },
                register=62,
                reverb=0.22,
                spread=0.5,
                loose_ms=7,
                pan=-0.15,
            ),
            Layer("organ", "pad", -29, {"C2": "x"}, register=60, reverb=0.3),
            Layer(lead, "tune", -20.5, {"V": "tune"}, register=66, reverb=0.3, loose_ms=9),
            Layer("trumpet", "tune", -19, {"C": "hook"}, register=67, reverb=0.3, loose_ms=6),
            Layer(
                "vibraphone",
                "tune",
                -22.5,
                {"C": "hook:third", "I": "2>hook:tease"},
                register=67,
                reverb=0.3,
                loose_ms=6,
            ),
            Layer(
                "piano",
                "tune",
                -22,
                {"B": "tune:up", "C2": "hook:up"},
                register=66,
                reverb=0.3,
                loose_ms=7,
            ),
            Layer(
                "brass",
                "comp",
                -24,
                {"C": "......X-........ ..............X-"},
                register=64,
                reverb=0.3,
            ),
            Layer(
                "crash",
                "drum",
                -25,
                {"C": "x............... " + "................ " * 7},
                reverb=0.3,
            ),
        ),
        swing=0.30,
        swing_steps=2,
        reverb_s=1.4,
        echo_steps=4,
        drive=1.05,
    )


STYLES = {"waltz": waltz, "bossa": bossa, "swing": swing}
