#!/usr/bin/env python3
"""Makes tests/data/elementary.csv: arguments and exact values of the elementary functions.

    python3 tests/make_elementary_table.py > tests/data/elementary.csv

Needs mpmath. Each row is function,x,y,nearest,ulp,rest with numbers as C's %a writes them (but for
rest, which is decimal). The exact value is nearest + rest * ulp: nearest is the double next to it,
ulp the spacing of doubles at the exact value (2^-1074 if that is subnormal), and rest lies within
-0.5 and 0.5 and has six digits. So the error of a double d, in ulps, is (d - nearest) / ulp - rest.
y is 0 in the functions of one argument.

Only finite values that are not zero are listed; infinities, NaN and zeros are for the tests to
know. So are the ends of the range where a function overflows early: see elementary.h.

The script is deterministic: the points are chosen by random.Random(...).random(), whose sequence
Python guarantees.
"""

import math
import random

import mpmath

mpmath.mp.prec = 400
TINY, NORMAL, HUGE = 2.0**-1074, 2.0**-1022, math.ldexp(1 - 2.0**-53, 1024)


def exact_row(value):
    """(nearest, ulp, rest) of an mpf; nothing where the nearest double is infinite or zero."""
    if not mpmath.isfinite(value) or value == 0:
        return None
    exponent = max(int(mpmath.mag(value)) - 53, -1074)
    scaled = mpmath.ldexp(value, -exponent)
    whole = int(mpmath.floor(scaled + mpmath.mpf("0.5")))
    if whole == 0 or abs(whole) * 2 ** max(exponent, 0) >= 2**1024:
        return None
    return math.ldexp(whole, exponent), math.ldexp(1.0, exponent), float(scaled - whole)


class Points:
    """Arguments of one function: added in groups, kept in order, each once."""

    def __init__(self, name, low=-HUGE, high=HUGE):
        self.random = random.Random(sum(map(ord, name)))
        self.low, self.high, self.seen = low, high, {}

    def add(self, *values):
        for x in values:
            if self.low <= x <= self.high:
                self.seen[x] = True

    def uniform(self, low, high):
        return low + (high - low) * self.random.random()

    def spread(self, count, low, high):
        """Uniform in an interval."""
        self.add(*[self.uniform(low, high) for _ in range(count)])

    def scales(self, count, low, high, sign=1.0):
        """Powers of two with uniform exponents, times a uniform mantissa."""
        for _ in range(count):
            exponent = math.floor(self.uniform(low, high))
            self.add(sign * math.ldexp(1 + self.random.random(), exponent))

    def around(self, *values):
        """Each value and its neighbours."""
        for x in values:
            self.add(math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf))

    def ties(self, count, unit, most):
        """Where the argument reduction has a tie: odd multiples of unit / 2^j."""
        for _ in range(count):
            odd = 2 * math.floor(self.uniform(-most, most)) + 1
            self.around(math.ldexp(odd * unit, -math.floor(self.uniform(1, 4))))


def points_exp():
    p = Points("exp", -745.13, 709.782711)
    p.spread(50, -1, 1)
    p.spread(60, -708, 709.78)
    p.spread(40, -745.1, -708.4)
    p.scales(15, -60, -1)
    p.scales(15, -60, -1, -1.0)
    p.ties(15, math.log(2), 700)
    p.around(1.0, -1.0, 709.78, 709.78271, -708.3964185322641)
    p.around(float.fromhex("0x1.62e42fefa39f1p-2"))
    p.add(float.fromhex("0x1.e8c1aafc74838p+7"), 1e-320, -NORMAL, 709.782711, -745.13)
    return p


def points_expm1():
    p = Points("expm1", -HUGE, 709.782712893)
    p.spread(60, -1, 1)
    p.spread(40, -40, 709.7)
    p.spread(20, -37.5, -36)
    p.scales(25, -1074, -1)
    p.scales(25, -1074, -1, -1.0)
    p.ties(15, math.log(2), 50)
    p.around(1.0, -1.0, 709.78, 709.782712, -745.2, -36.73680056967710)
    p.add(TINY, -TINY, NORMAL, -NORMAL, -HUGE)
    return p


def points_log():
    p = Points("log", TINY)
    p.spread(60, 0.5, 2)
    p.spread(30, 0, 100)
    p.scales(60, -1022, 1023)
    p.scales(30, -1074, -1022)
    for j in range(2, 50, 3):
        p.add(1 + 2.0**-j, 1 - 2.0**-j)
    p.around(1.0, math.sqrt(0.5), math.sqrt(2), 0.75, 1.5, 2.0, math.e, NORMAL)
    p.add(TINY, HUGE, float.fromhex("0x1.7d67f9f772905p+0"))
    return p


def points_log1p():
    p = Points("log1p", math.nextafter(-1.0, 0.0), 1e307)
    p.spread(60, -1, 1)
    p.spread(30, 0, 100)
    p.scales(50, -1020, 1018)
    p.scales(25, -1074, 0, -1.0)
    p.scales(20, -1074, -1020)
    p.around(-0.5, -0.25, 0.5, 1.0, 3.0, math.sqrt(2) - 1, 2.0**53)
    p.add(math.nextafter(-1.0, 0.0), TINY, -TINY, NORMAL, -NORMAL, 1e307)
    return p


def points_circle(name):
    p = Points(name)
    p.spread(60, -math.pi, math.pi)
    p.spread(30, -1000, 1000)
    p.scales(25, -1074, -1)
    p.scales(30, 4, 60, -1.0)
    p.scales(40, 60, 1024)
    p.ties(20, math.pi, 200)
    p.around(math.pi / 2, math.pi, 3 * math.pi / 2, 2 * math.pi, 15.0, 1e14)
    p.add(TINY, -NORMAL, HUGE, -HUGE, 1e22, float.fromhex("0x1.c54921cb44dfcp+45"))
    p.add(math.ldexp(6381956970095103.0, 797))  # the double nearest to a multiple of pi/2
    return p


def points_tanh():
    p = Points("tanh")
    p.spread(60, -1, 1)
    p.spread(50, -20, 20)
    p.spread(20, 18, 19.5)
    p.scales(25, -1074, -1)
    p.scales(15, -60, -20, -1.0)
    p.ties(10, math.log(2), 10)
    p.around(0.5, 18.714973875118524, 22.0)
    p.add(TINY, -TINY, NORMAL, -NORMAL, HUGE, -HUGE, 1e300)
    p.add(float.fromhex("0x1.1d87cc315d377p-53"))
    return p


def points_erfc():
    p = Points("erfc", -HUGE, 27.22)
    p.spread(50, -1, 1)
    p.spread(50, -6, 6)
    p.spread(50, 6, 26.2)
    p.spread(25, 26.2, 26.54)
    p.spread(15, 26.54, 27.2)
    p.scales(20, -1074, -1)
    p.around(0.5, 1.0, 2.5, -5.9, 4.2, float.fromhex("0x1.195b374380f96p+1"))
    p.add(TINY, -NORMAL, -30.0, -HUGE, float.fromhex("0x1.a89413b0bd285p+4"))
    return p


def pairs_pow():
    p = Points("pow")
    pairs = []
    for _ in range(60):
        pairs.append((p.uniform(0, 10), p.uniform(-20, 20)))
    for _ in range(50):  # any base; the power fills the range of doubles, subnormal ones included
        x = math.ldexp(1 + p.random.random(), math.floor(p.uniform(-1022, 1023)))
        pairs.append((x, p.uniform(-744, 709) / math.log(x)))
    for _ in range(40):  # bases next to 1 with large exponents
        x = 1 + math.ldexp(p.uniform(-0.5, 0.5), -math.floor(p.uniform(1, 50)))
        pairs.append((x, p.uniform(-700, 700) / (x - 1)) if x != 1 else (1.5, -2.5))
    for _ in range(30):  # negative bases with whole exponents
        pairs.append((-p.uniform(0.1, 30), float(math.floor(p.uniform(-60, 60)))))
    for _ in range(20):  # subnormal bases, halves and thirds
        x = math.ldexp(1 + p.random.random(), math.floor(p.uniform(-1074, -1022)))
        pairs.append((x, math.floor(p.uniform(-2, 4)) / 2 or 1 / 3))
    before, after = math.nextafter(1.0, 0.0), math.nextafter(1.0, 2.0)
    pairs += [(before, 2.0**60), (after, -(2.0**61)), (before, -(2.0**62)), (after, 2.0**62)]
    pairs += [(2.0, -1074.0), (2.0, 1023.0), (-2.0, -1073.0), (4.0, -536.5), (2.0, -1022.5)]
    pairs += [(TINY, 1.0), (TINY, -0.5), (HUGE, -1.0), (-HUGE, -1.0), (HUGE, TINY), (HUGE, 0.999)]
    pairs += [(1.79768e308, 1.0), (-1.79768e308, 1.0), (2.0, 1023.99999), (1.3e154, 2.0)]
    pairs += [(10.0, float(k)) for k in (-307, -22, -1, 1, 15, 22, 23, 308)]
    pairs += [(-1.0, 2.0**53 - 1), (-1.0, 2.0**53), (-3.0, 33.0), (0.1, 3.0), (9.0, 0.5)]
    pairs += [(float.fromhex("0x1.7abe105eaf22fp-1"), float.fromhex("0x1.c785dddf6f396p+10"))]
    return pairs


UNARY = {
    "exp": (mpmath.exp, points_exp()),
    "expm1": (mpmath.expm1, points_expm1()),
    "log": (mpmath.log, points_log()),
    "log1p": (mpmath.log1p, points_log1p()),
    "sin": (mpmath.sin, points_circle("sin")),
    "cos": (mpmath.cos, points_circle("cos")),
    "tanh": (mpmath.tanh, points_tanh()),
    "erfc": (mpmath.erfc, points_erfc()),
}


def print_row(name, x, y, value):
    row = exact_row(value)
    if row is not None:
        nearest, ulp, rest = row
        print(f"{name},{x.hex()},{y.hex()},{nearest.hex()},{ulp.hex()},{rest:.6f}")


def main():
    print("function,x,y,nearest,ulp,rest")
    for name, (function, points) in UNARY.items():
        for x in points.seen:
            print_row(name, x, 0.0, function(mpmath.mpf(x)))
    for x, y in dict.fromkeys(pairs_pow()):
        print_row("pow", x, y, mpmath.re(mpmath.power(mpmath.mpf(x), mpmath.mpf(y))))


if __name__ == "__main__":
    main()
