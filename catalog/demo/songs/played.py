"""Folk waltz, bossa nova, swing, funk, dub."""

from functools import partial

from catalog.demo.song import DemoSong

linden_chairs = partial(
    DemoSong,
    artist="The Linden Chairs",
    album="Letters to the Miller",
    genre="Folk",
    year=2019,
    style="waltz",
    meter="3/4",
)
clara_benevides = partial(
    DemoSong,
    artist="Clara Benevides",
    album="Azulejo",
    genre="Bossa Nova",
    year=2021,
    style="bossa",
    meter="4/4",
)
corner_booth = partial(
    DemoSong,
    artist="Corner Booth Trio",
    album="Last Call, First Light",
    genre="Jazz",
    year=2018,
    style="swing",
    meter="4/4",
)
sunday_voltage = partial(
    DemoSong,
    artist="Sunday Voltage",
    album="Good Trouble Deluxe",
    genre="Funk",
    year=2024,
    style="funk",
    meter="4/4",
)
tamarind_low = partial(
    DemoSong,
    artist="Tamarind Low",
    album="Versions from the Yard",
    genre="Dub",
    year=2022,
    style="dub",
    meter="4/4",
)

SONGS = (
    linden_chairs(
        slug="the-millers-second-letter",
        title="The Miller's Second Letter",
        track_number=2,
        bpm=138,
        key="G",
        mode="major",
        seed=121,
        form="I4 V16 C8 V8 B4 C16 O4",
        verse="I I IV I vi IV V V",
        chorus="IV V I vi IV V I I",
        bridge="vi iii IV V",
        tune="5:4 3:4 5:4 | 6:4 5:8 | 6:4 4:4 6:4 | 5:12 | 6:4 5:4 3:4 | 4:4 3:4 1:4 | 2:12 | -:12",
        hook=(
            "1':4 7:4 6:4 | 7:8 5:4 | 3':4 2':4 1':4 | 6:12 | 1':4 7:4 6:4 | 5:4 6:4 7:4 "
            "| 1':12 | -:12"
        ),
    ),
    linden_chairs(
        slug="foxglove-and-wire",
        title="Foxglove and Wire",
        track_number=5,
        bpm=126,
        key="E",
        mode="minor",
        seed=124,
        form="I4 V16 C8 B4 C16 O4",
        verse="i i VII VII VI VI v v",
        chorus="III VII i i VI VII i i",
        bridge="iv iv v v",
        tune="1:4 2:4 3:4 | 5:8 3:4 | 4:4 3:4 2:4 | 7,:12 | 3:4 2:4 1:4 | 6,:8 1:4 | 2:12 | -:12",
        hook=(
            "5:4 7:4 5:4 | 4:8 2:4 | 3:4 4:4 5:4 | 1:12 | 1':4 7:4 6:4 | 7:4 5:4 4:4 "
            "| 3:4 2:4 1:4 | 1:8 -:4"
        ),
    ),
    linden_chairs(
        slug="borrowed-boat",
        title="Borrowed Boat",
        track_number=7,
        bpm=150,
        key="C",
        mode="major",
        seed=127,
        form="I8 V16 C16 B8 C16 O4",
        verse="I V/7 vi I/5 IV I ii V",
        chorus="I iii IV I IV I V I",
        bridge="vi vi IV V",
        tune=(
            "3:4 4:4 5:4 | 5:8 2:4 | 3:4 2:4 1:4 | 5,:12 | 4:4 5:4 6:4 | 5:8 3:4 "
            "| 4:4 3:4 2:4 | 2:12"
        ),
        hook=(
            "1':8 5:4 | 7:8 5:4 | 6:4 5:4 4:4 | 3:12 | 4:4 6:4 1':4 | 3':8 1':4 "
            "| 2':4 1':4 7:4 | 1':12"
        ),
    ),
    clara_benevides(
        slug="azulejo",
        title="Azulejo",
        track_number=1,
        bpm=132,
        key="F",
        mode="major",
        seed=131,
        form="I4 V16 C8 B4 C8 O4",
        verse="I69 I69 II9 II9 ii7 V13 I69 V9",
        chorus="IVmaj7 iv6 I69/3 VI7 ii7 V13 I69 I69",
        bridge="vi9 II9 ii9 V13",
        tune=(
            "5:6 3:6 2:4 | 5:4 3:4 2:8 | 5:6 #4:6 3:4 | 2:12 -:4 | 4:6 2:6 1:4 "
            "| 7,:4 2:4 4:8 | 3:12 -:4 | -:16"
        ),
        hook=(
            "6:6 5:6 3:4 | b6:6 5:6 4:4 | 5:6 7:6 5:4 | 3:4 #1':4 5:8 | 4:6 6:6 1':4 "
            "| 7:6 6:6 4:4 | 5:6 3:10 | -:16"
        ),
    ),
    clara_benevides(
        slug="terraco-vazio",
        title="Terraço Vazio",
        track_number=4,
        bpm=126,
        key="A",
        mode="minor",
        seed=134,
        form="I4 V16 C8 B4 C8 O4",
        verse="i9 i9 iv9 iv9 V7b9 V7b9 i9 i9",
        chorus="iv9 VII9 IIImaj9 VImaj7 iv9 V7b9 i9 i9",
        bridge="iiø V7b9 i9 i9",
        tune=(
            "3:6 2:6 1:4 | 5:12 -:4 | 6:6 5:6 4:4 | 1':12 -:4 | 7:6 6:6 5:4 | 4:6 2:6 #7,:4 "
            "| 1:12 -:4 | -:16"
        ),
        hook=(
            "4:4 5:4 6:8 | 2':6 1':6 7:4 | 5:4 7:4 2':8 | 1':6 7:6 5:4 | 6:4 5:4 4:8 "
            "| #7:6 6:6 4:4 | 3:6 2:4 1:6 | -:16"
        ),
    ),
    corner_booth(
        slug="last-call-first-light",
        title="Last Call, First Light",
        track_number=1,
        bpm=144,
        key="A#",
        mode="major",
        seed=141,
        form="I4 V16 C8 B4 C12 O4",
        verse="I6,vi7 ii7,V7 I6,vi7 ii7,V7 I6,I7 IV7,iv6 I6/3,vi7 ii7,V7",
        chorus="I6/3 VI7 ii7,V7 I6",
        bridge="IVmaj7 iv6 I6 V7",
        tune=(
            "5:4 3:2 5:2 6:4 1':4 | 6:4 4:2 2:2 7,:8 | 5:4 3:2 5:2 6:4 1':4 "
            "| 2':4 1':2 7:2 5:8 | 1':4 3':4 b7:8 | 6:4 1':4 b6:8 | 5:4 7:2 5:2 6:4 3:4 "
            "| 4:4 2:4 5:4 -:4"
        ),
        hook="6:6 5:2 1':4 5:4 | #1':6 6:2 5:4 3:4 | 4:2 6:2 1':2 3':2 2':4 7:4 | 1':4 6:2 5:6 -:4",
    ),
    corner_booth(
        slug="umbrella-math",
        title="Umbrella Math",
        track_number=3,
        bpm=160,
        key="D#",
        mode="minor",
        seed=144,
        form="I4 V16 C8 B4 C12 O4",
        verse="i6 i6 iv7 i6 iiø V7 i6 iiø,V7",
        chorus="iv7 VII9 IIImaj7 VImaj7",
        bridge="iiø V7 i6 V7",
        tune=(
            "-:2 5:2 1':2 2':2 3':4 1':4 | 5:4 -:12 | -:2 4:2 6:2 1':2 3':4 1':4 | 5:4 -:12 "
            "| 4:4 6:2 1':2 2':4 1':4 | #7:4 2':4 4:8 | 3:4 1:2 3:2 5:8 | -:16"
        ),
        hook=(
            "1':4 6:2 4:2 6:4 5:4 | 7:4 5:2 4:2 2:4 4:4 | 7:4 5:2 3:2 5:4 7:4 "
            "| 1':4 6:2 5:2 3:4 -:4"
        ),
    ),
    sunday_voltage(
        slug="good-trouble-deluxe",
        title="Good Trouble Deluxe",
        track_number=1,
        bpm=108,
        key="E",
        mode="minor",
        seed=151,
        form="I4 V8 C8 B4 C8 O4",
        verse="i7 i7 IV9 IV9",
        chorus="i7 IV9 VImaj7 VII9",
        bridge="iv9 iv9 v7 v7",
        tune="-:2 1':1 7:1 5:2 4:2 3:4 1:4 | -:2 1:1 3:1 4:2 5:2 7:4 5:4",
        hook=(
            "5:2 5:2 7:2 1':4 7:2 5:4 | 6:2 #6:2 5:2 4:4 3:2 1:4 "
            "| 5:2 5:2 7:2 1':4 3':2 1':4 | 2':3 1':3 7:6 -:4"
        ),
    ),
    sunday_voltage(
        slug="kitchen-elastic",
        title="Kitchen Elastic",
        track_number=2,
        bpm=116,
        key="G#",
        mode="major",
        seed=152,
        form="I4 V8 C8 V4 B4 C8 O4",
        verse="I9 I9 IV9 IV9",
        chorus="ii9 V13 Imaj9 vi9",
        bridge="IVmaj9 iii7 ii9 V13",
        tune="1:2 3:2 5:2 6:2 b7:4 5:4 | 1':2 6:2 5:2 3:2 4:4 -:4",
        hook=(
            "4:2 6:2 1':4 -:2 6:2 1':4 | 7:2 6:2 5:4 -:2 4:2 5:4 | 3:2 5:2 7:4 -:2 5:2 7:4 "
            "| 1':3 7:3 6:6 -:4"
        ),
    ),
    sunday_voltage(
        slug="tax-season-strut",
        title="Tax Season Strut",
        track_number=5,
        bpm=102,
        key="F#",
        mode="minor",
        seed=155,
        form="I4 V8 C8 B4 C8 O2",
        verse="i9 i9 i9 IV13",
        chorus="VImaj7 VII9 i9 IV9",
        bridge="iv9 v7 iv9 VII9",
        tune="5:3 4:3 3:2 1:4 -:4 | 3:3 4:3 5:2 7:4 -:4",
        hook=(
            "3:2 5:2 3:2 5:6 3:4 | 4:2 5:2 4:2 2:6 -:4 | 5:2 7:2 5:2 1':6 7:4 "
            "| #6:3 5:3 4:2 1:4 -:4"
        ),
    ),
    tamarind_low(
        slug="yard-lantern",
        title="Yard Lantern",
        track_number=1,
        bpm=74,
        key="A",
        mode="minor",
        seed=161,
        form="I2 V6 C4 B4 C6 O2",
        verse="i iv i v",
        chorus="VI VII i i",
        bridge="i i iv iv",
        tune=(
            "5:4 4:2 3:2 1:4 -:4 | 4:4 3:2 1:2 6:4 -:4 | 5:4 7:2 5:2 1':4 -:4 | 7:4 5:2 4:2 2:4 -:4"
        ),
        hook="3:3 3:3 4:2 5:4 3:4 | 4:3 4:3 5:2 7:4 5:4 | 1':3 7:3 5:2 3:4 4:4 | 5:6 3:2 1:4 -:4",
    ),
    tamarind_low(
        slug="mango-season-version",
        title="Mango Season (Version)",
        track_number=3,
        bpm=78,
        key="D",
        mode="major",
        seed=164,
        form="I2 V6 C4 B4 C6 O2",
        verse="I IV I IV",
        chorus="I vi IV V",
        bridge="ii ii IV IV",
        tune="3:4 5:2 6:2 5:4 -:4 | 6:4 5:2 4:2 1:4 -:4",
        hook=(
            "5:3 5:3 6:2 5:4 3:4 | 6:3 6:3 5:2 3:4 -:4 | 4:3 6:3 1':2 6:4 4:4 | 5:3 6:3 7:2 5:4 -:4"
        ),
    ),
)
