"""Surfaces, schedules and optimizers for make_trajectories.py, for any kind of number.

They are written out from the papers' formulas, a second time and not after src/optim.
"""

import math
import random

import mpmath

mpmath.mp.dps = 60

# --- kinds of numbers ---


class Exact:
    """Numbers with 60 digits."""

    number = staticmethod(mpmath.mpf)
    sqrt, exp = staticmethod(mpmath.sqrt), staticmethod(mpmath.exp)
    sin, cos = staticmethod(mpmath.sin), staticmethod(mpmath.cos)

    def __init__(self):
        self.pi, self.margin = +mpmath.pi, 1

    def near(self, x):
        return x

    def sign(self, *terms):
        """The sign of a sum; remembers how near to 0 it was beside its terms."""
        total = sum(terms)
        self.margin = min(self.margin, abs(total) / sum(abs(t) for t in terms))
        return (total > 0) - (total < 0)


class Disturbed(Exact):
    """The same, but that each number handed to `near` is off by a little."""

    def __init__(self, seed):
        super().__init__()
        self.random = random.Random(seed)

    def near(self, x):
        return [t * (1 + (2 * self.random.random() - 1) * mpmath.mpf(2) ** -52) for t in x]


class Double(Exact):
    """Ordinary doubles."""

    number = float
    sqrt, exp, sin, cos = math.sqrt, math.exp, math.sin, math.cos

    def __init__(self):
        super().__init__()
        self.pi = math.pi


# --- surfaces: each gives f and its gradient ---


def valley(n, k, x, y):
    return (x * x + k["kappa"] * y * y) / 2, [x, k["kappa"] * y]


def valley_rotated(n, k, x, y):
    a, b, c = n.number(964) / 100, n.number(2304) / 100, n.number(1636) / 100
    f = (a * x * x - b * x * y + c * y * y) / 2
    return f, [a * x - b * y / 2, c * y - b * x / 2]


def rosenbrock(n, k, x, y):
    up = y - x * x
    return (1 - x) ** 2 + 100 * up**2, [-2 * (1 - x) - 400 * x * up, 200 * up]


def beale(n, k, x, y):
    f = gx = gy = 0
    for power, c in ((1, 1.5), (2, 2.25), (3, 2.625)):
        t = c - x + x * y**power
        f += t * t
        gx += 2 * t * (y**power - 1)
        gy += 2 * power * t * x * y ** (power - 1)
    return f, [gx, gy]


def himmelblau(n, k, x, y):
    a, b = x * x + y - 11, x + y * y - 7
    return a * a + b * b, [4 * x * a + 2 * b, 2 * a + 4 * y * b]


def goldstein_price(n, k, x, y):
    s, d = x + y + 1, 2 * x - 3 * y
    p = 19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y
    q = 18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y
    a, c = 1 + s * s * p, 30 + d * d * q
    ax = 2 * s * p + s * s * (-14 + 6 * x + 6 * y)
    cx = 4 * d * q + d * d * (-32 + 24 * x - 36 * y)
    cy = -6 * d * q + d * d * (48 - 36 * x + 54 * y)
    return a * c, [ax * c + a * cx, ax * c + a * cy]


def booth(n, k, x, y):
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2, [
        10 * x + 8 * y - 34,
        8 * x + 10 * y - 38,
    ]


def matyas(n, k, x, y):
    a, b = n.number(26) / 100, n.number(48) / 100
    return a * (x * x + y * y) - b * x * y, [2 * a * x - b * y, 2 * a * y - b * x]


def mccormick(n, k, x, y):
    c, d = n.cos(x + y), x - y
    return n.sin(x + y) + d * d - 1.5 * x + 2.5 * y + 1, [c + 2 * d - 1.5, c - 2 * d + 2.5]


def styblinski_tang(n, k, x, y):
    f = sum(t**4 - 16 * t * t + 5 * t for t in (x, y)) / 2
    return f, [2 * t**3 - 16 * t + 2.5 for t in (x, y)]


def six_hump_camel(n, k, x, y):
    a, b = n.number(21) / 10, n.number(84) / 10
    f = (4 - a * x * x + x**4 / 3) * x * x + x * y + (4 * y * y - 4) * y * y
    return f, [8 * x - b * x**3 + 2 * x**5 + y, x - 8 * y + 16 * y**3]


def three_hump_camel(n, k, x, y):
    a, b = n.number(105) / 100, n.number(42) / 10
    f = 2 * x * x - a * x**4 + x**6 / 6 + x * y + y * y
    return f, [4 * x - b * x**3 + x**5 + y, x + 2 * y]


def ackley(n, k, x, y):
    r = n.sqrt((x * x + y * y) / 2)
    pit, waves = n.exp(-r / 5), n.exp((n.cos(2 * n.pi * x) + n.cos(2 * n.pi * y)) / 2)
    f = -20 * pit - waves + n.exp(n.number(1)) + 20
    return f, [2 * pit * t / r + n.pi * n.sin(2 * n.pi * t) * waves for t in (x, y)]


def branin(n, k, x, y):
    b, c, t = n.number(51) / (40 * n.pi**2), 5 / n.pi, 10 * (1 - 1 / (8 * n.pi))
    u = y - b * x * x + c * x - 6
    return u * u + t * n.cos(x) + 10, [2 * u * (c - 2 * b * x) - t * n.sin(x), 2 * u]


def saddle(n, k, x, y):
    return x * x - y * y, [2 * x, -2 * y]


def rastrigin(n, k, x, y):
    w = 2 * n.pi
    f = 20 + sum(t * t - 10 * n.cos(w * t) for t in (x, y))
    return f, [2 * t + 10 * w * n.sin(w * t) for t in (x, y)]


def monkey_saddle(n, k, x, y):
    return x**3 - 3 * x * y * y, [3 * x * x - 3 * y * y, -6 * x * y]


def easom(n, k, x, y):
    a, b = x - n.pi, y - n.pi
    hill = n.exp(-a * a - b * b)
    gx = hill * n.cos(y) * (n.sin(x) + 2 * a * n.cos(x))
    gy = hill * n.cos(x) * (n.sin(y) + 2 * b * n.cos(y))
    return -n.cos(x) * n.cos(y) * hill, [gx, gy]


def levy13(n, k, x, y):
    a, b, w = x - 1, y - 1, n.pi
    p, q = 1 + n.sin(3 * w * y) ** 2, 1 + n.sin(2 * w * y) ** 2
    gx = 3 * w * n.sin(6 * w * x) + 2 * a * p
    gy = 3 * w * a * a * n.sin(6 * w * y) + 2 * b * q + 2 * w * b * b * n.sin(4 * w * y)
    return n.sin(3 * w * x) ** 2 + a * a * p + b * b * q, [gx, gy]


def quartic(n, k, x):
    return x**4 - 3 * x**3 + 2, [4 * x**3 - 9 * x * x]


def double_well(n, k, x):
    tilt = n.number(1) / 10
    return x**4 / 4 - x * x / 2 + tilt * x, [x**3 - x + tilt]


def x2_sin(n, k, x):
    return x * x + 10 * n.sin(x), [2 * x + 10 * n.cos(x)]


def sin_sin(n, k, x):
    w = n.number(10) / 3
    return n.sin(x) + n.sin(w * x), [n.cos(x) + w * n.cos(w * x)]


def gramacy_lee(n, k, x):
    s, c = n.sin(10 * n.pi * x), n.cos(10 * n.pi * x)
    return s / (2 * x) + (x - 1) ** 4, [5 * n.pi * c / x - s / (2 * x * x) + 4 * (x - 1) ** 3]


def forrester(n, k, x):
    a = 6 * x - 2
    return a * a * n.sin(2 * a), [12 * a * n.sin(2 * a) + 12 * a * a * n.cos(2 * a)]


# --- schedules: the rate of update k = 1, 2, ... ---


def constant(n, k, lr, u):
    return lr


def exponential(n, k, lr, u):
    return lr * k["decay"] ** (u - 1)


def step(n, k, lr, u):
    return lr * k["drop"] ** ((u - 1) // int(k["every"]))


def inverse_time(n, k, lr, u):
    return lr / (1 + k["rate"] * (u - 1))


def linear(n, k, lr, u):
    share = min(n.number(u - 1) / k["length"], 1)
    return lr + (k["end"] - lr) * share


def cosine(n, k, lr, u):
    share = min(n.number(u - 1) / k["length"], 1)
    return k["end"] + (lr - k["end"]) * (1 + n.cos(n.pi * share)) / 2


def warmup_cosine(n, k, lr, u):
    warmup = int(k["warmup"])
    return lr * u / warmup if u <= warmup else cosine(n, k, lr, u - warmup)


# --- optimizers: update t with rate a; `slope` gives the gradient at a point; s is a state ---
#
# Each changes s, and gives the new point and the rate that it went by.


def gd(n, k, s, t, a, x, slope):
    return [p - a * g for p, g in zip(x, slope(x))], a


def momentum(n, k, s, t, a, x, slope):
    s["v"] = [k["gamma"] * v - g for v, g in zip(s["v"], slope(x))]
    return [p + a * v for p, v in zip(x, s["v"])], a


def nag(n, k, s, t, a, x, slope):
    gradient = slope(x)
    s["v"] = [k["gamma"] * v - g for v, g in zip(s["v"], gradient)]
    return [p + a * (k["gamma"] * v - g) for p, v, g in zip(x, s["v"], gradient)], a


def nag_lookahead(n, k, s, t, a, x, slope):
    ahead = [p + a * k["gamma"] * v for p, v in zip(x, s["v"])]
    s["v"] = [k["gamma"] * v - g for v, g in zip(s["v"], slope(ahead))]
    return [p + a * v for p, v in zip(x, s["v"])], a


def adagrad(n, k, s, t, a, x, slope):
    gradient = slope(x)
    if t == 1:
        s["sum"] = [k["accumulator"] for _ in x]
    s["sum"] = [q + g * g for q, g in zip(s["sum"], gradient)]
    rate = a / (1 + (t - 1) * k["lr_decay"])
    return [
        p - rate * g / (n.sqrt(q) + k["eps"]) for p, g, q in zip(x, gradient, s["sum"])
    ], rate


def rmsprop(n, k, s, t, a, x, slope):
    gradient = slope(x)
    s["v"] = [k["rho"] * v + (1 - k["rho"]) * g * g for v, g in zip(s["v"], gradient)]
    u = [g / (n.sqrt(v) + k["eps"]) for g, v in zip(gradient, s["v"])]
    s["b"] = [k["gamma"] * b + d for b, d in zip(s["b"], u)]
    return [p - a * b for p, b in zip(x, s["b"])], a


def adam_step(n, k, s, t, a, x, gradient):
    b1, b2 = k["beta1"], k["beta2"]
    s["m"] = [b1 * m + (1 - b1) * g for m, g in zip(s["m"], gradient)]
    s["v"] = [b2 * v + (1 - b2) * g * g for v, g in zip(s["v"], gradient)]
    moves = []
    for m, v in zip(s["m"], s["v"]):
        moves.append(a * (m / (1 - b1**t)) / (n.sqrt(v / (1 - b2**t)) + k["eps"]))
    return [p - d for p, d in zip(x, moves)], a


def adam(n, k, s, t, a, x, slope):
    return adam_step(n, k, s, t, a, x, [g + k["l2"] * p for p, g in zip(x, slope(x))])


def adamw(n, k, s, t, a, x, slope):
    gradient = slope(x)
    return adam_step(n, k, s, t, a, [(1 - a * k["weight_decay"]) * p for p in x], gradient)


def lion(n, k, s, t, a, x, slope):
    gradient, b1, b2 = slope(x), k["beta1"], k["beta2"]
    u = [n.sign(b1 * m, (1 - b1) * g) for m, g in zip(s["m"], gradient)]
    s["m"] = [b2 * m + (1 - b2) * g for m, g in zip(s["m"], gradient)]
    return [p - a * (d + k["weight_decay"] * p) for p, d in zip(x, u)], a


def signum(n, k, s, t, a, x, slope):
    b, gradient = k["beta"], slope(x)
    u = [n.sign(b * m, (1 - b) * g) for m, g in zip(s["m"], gradient)]
    s["m"] = [b * m + (1 - b) * g for m, g in zip(s["m"], gradient)]
    return [p - a * (d + k["weight_decay"] * p) for p, d in zip(x, u)], a


def adafactor(n, k, s, t, a, x, slope):
    """The point is a vector, so that its squares are kept whole."""
    gradient, rms = slope(x), lambda u: n.sqrt(sum(d * d for d in u) / len(u))
    beta2 = 1 - n.number(t) ** (-n.number(8) / 10)
    tiny = n.number("1e-30")
    s["v"] = [beta2 * v + (1 - beta2) * (g * g + tiny) for v, g in zip(s["v"], gradient)]
    u = [g / n.sqrt(v) for g, v in zip(gradient, s["v"])]
    clip = max(1, rms(u) / k["clip"])
    rate = min(k["cap"], 1 / n.sqrt(n.number(t))) if k["relative"] == "yes" else a
    size = rate * max(k["eps2"], rms(x)) if k["scale"] == "yes" else rate
    return [p - size * d / clip - size * k["weight_decay"] * p for p, d in zip(x, u)], rate
