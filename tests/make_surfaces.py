#!/usr/bin/env python3
"""Makes tests/data/surfaces.csv: points on every surface, with exact values and gradients.

    python3 tests/make_surfaces.py > tests/data/surfaces.csv

Needs mpmath. Each row is name,x,y,f,gx,gy with 17 digits; y and gy are 0 in one dimension. The
formulas are written here as the literature has them, not as the program computes them, and the
gradients are numerical derivatives at 60 digits, so that a slip in either shows.

The points are uniform in the box of the surface, five each, and for gramacy_lee some near 0. The
script is deterministic: they are chosen by random.Random(...).random(), whose sequence Python
guarantees.
"""

import random

from mpmath import cos, diff, e, exp, mp, mpf, nstr, pi, sin, sqrt

mp.dps = 60
POINTS = 5


def decimal(text):
    """The constants of the formulas are decimals, not doubles."""
    return mpf(text)


def valley(x, y):
    return (x**2 + 50 * y**2) / 2


def valley_rotated(x, y):
    """Coordinates along the two axes of the ellipses, of which (4, 3) is the long one."""
    along, across = (4 * x + 3 * y) / 5, (4 * y - 3 * x) / 5
    return (along**2 + 25 * across**2) / 2


def rosenbrock(x, y):
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def beale(x, y):
    constants = [decimal("1.5"), decimal("2.25"), decimal("2.625")]
    return sum((c - x + x * y ** (k + 1)) ** 2 for k, c in enumerate(constants))


def himmelblau(x, y):
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def goldstein_price(x, y):
    p = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    q = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return (1 + (x + y + 1) ** 2 * p) * (30 + (2 * x - 3 * y) ** 2 * q)


def booth(x, y):
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2


def matyas(x, y):
    return decimal("0.26") * (x**2 + y**2) - decimal("0.48") * x * y


def mccormick(x, y):
    return sin(x + y) + (x - y) ** 2 - decimal("1.5") * x + decimal("2.5") * y + 1


def six_hump_camel(x, y):
    return (4 - decimal("2.1") * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


def styblinski_tang(x, y):
    return sum(t**4 - 16 * t**2 + 5 * t for t in (x, y)) / 2


def rastrigin(x, y):
    return 20 + sum(t**2 - 10 * cos(2 * pi * t) for t in (x, y))


def ackley(x, y):
    near = -20 * exp(-decimal("0.2") * sqrt((x**2 + y**2) / 2))
    return near - exp((cos(2 * pi * x) + cos(2 * pi * y)) / 2) + e + 20


def monkey_saddle(x, y):
    return x**3 - 3 * x * y**2


def saddle(x, y):
    return x**2 - y**2


def branin(x, y):
    b, c, r, s, t = decimal("5.1") / (4 * pi**2), 5 / pi, 6, 10, 1 / (8 * pi)
    return (y - b * x**2 + c * x - r) ** 2 + s * (1 - t) * cos(x) + s


def three_hump_camel(x, y):
    return 2 * x**2 - decimal("1.05") * x**4 + x**6 / 6 + x * y + y**2


def easom(x, y):
    return -cos(x) * cos(y) * exp(-((x - pi) ** 2) - (y - pi) ** 2)


def levy13(x, y):
    first = sin(3 * pi * x) ** 2
    return first + (x - 1) ** 2 * (1 + sin(3 * pi * y) ** 2) + (y - 1) ** 2 * (
        1 + sin(2 * pi * y) ** 2
    )


def quartic(x):
    return x**4 - 3 * x**3 + 2


def double_well(x):
    return x**4 / 4 - x**2 / 2 + x / 10


def x2_sin(x):
    return x**2 + 10 * sin(x)


def sin_sin(x):
    return sin(x) + sin(10 * x / 3)


def gramacy_lee(x):
    return sin(10 * pi * x) / (2 * x) + (x - 1) ** 4


def forrester(x):
    return (6 * x - 2) ** 2 * sin(12 * x - 4)


BOXES = [
    (valley, -10, 10, -4, 4),
    (valley_rotated, -6, 6, -6, 6),
    (rosenbrock, -2, 2, -1, 3),
    (beale, -4.5, 4.5, -4.5, 4.5),
    (himmelblau, -5, 5, -5, 5),
    (goldstein_price, -2, 2, -3, 1),
    (booth, -10, 10, -10, 10),
    (matyas, -10, 10, -10, 10),
    (mccormick, -1.5, 4, -3, 4),
    (six_hump_camel, -2, 2, -1.1, 1.1),
    (styblinski_tang, -5, 5, -5, 5),
    (rastrigin, -5.12, 5.12, -5.12, 5.12),
    (ackley, -5, 5, -5, 5),
    (monkey_saddle, -2, 2, -2, 2),
    (saddle, -2, 2, -2, 2),
    (branin, -5, 10, 0, 15),
    (three_hump_camel, -2.2, 2.2, -2.2, 2.2),
    (easom, 0, 6.3, 0, 6.3),
    (levy13, -4, 6, -4, 6),
    (quartic, -1.5, 3.5),
    (double_well, -1.8, 1.8),
    (x2_sin, -6, 6),
    (sin_sin, 2.7, 7.5),
    (gramacy_lee, 0.5, 2.5),
    (forrester, 0, 1),
]

# Where the program goes over to a series, on both sides of that; and where 1/x^2 would overflow.
GRAMACY_LEE = [3.1e-4, 3.2e-4, -3.1e-4, -3.2e-4, 1e-5, 1e-9, -1e-170]


def gradient(function, at):
    if len(at) == 1:
        return [diff(function, at[0])]
    return [diff(function, tuple(at), (1, 0)), diff(function, tuple(at), (0, 1))]


def digits(number):
    return nstr(number, 17, min_fixed=-5, max_fixed=17, strip_zeros=False)


def print_row(function, point):
    at = [mpf(t) for t in point]
    slopes = gradient(function, at)
    row = at + [0] * (2 - len(at)) + [function(*at)] + slopes + [0] * (2 - len(at))
    print(",".join([function.__name__] + [digits(mpf(t)) for t in row]))


def main():
    print("name,x,y,f,gx,gy")
    for function, *box in BOXES:
        draw = random.Random(sum(map(ord, function.__name__))).random
        for _ in range(POINTS):
            pairs = zip(box[0::2], box[1::2])
            print_row(function, [low + (high - low) * draw() for low, high in pairs])
    for x in GRAMACY_LEE:
        print_row(gramacy_lee, [x])


if __name__ == "__main__":
    main()
