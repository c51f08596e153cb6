#!/usr/bin/env python3
"""Makes tests/data/trajectories.csv: where the optimizers go, computed with 60 digits.

    python3 tests/make_trajectories.py > tests/data/trajectories.csv

Needs mpmath. Each case is a run of `gradus run descent`; `settings`, in its first row only, are its
-s pairs. A row has the point, f, the exact gradient there, and the learning rate of the update that
led to it; numbers are the doubles next to the exact ones. slack_x and slack_y say how far gx and gy
move, at most, for each unit of the error that is allowed in the point: sum |H_ij| max(1, |x_j|).

The rules are written out here a second time, from the papers' formulas and not from src/optim, for
any kind of number. Knobs are the doubles that the program reads, so that only rounding differs.

A trajectory can be compared only while it does not depend on rounding. Each case is therefore run
again with ordinary doubles, and twice more with all points and gradients disturbed by up to one
part in 2^52; it ends before the first step at which any of these is off by more than 1e-13, or at
which the argument of a sign is too near 0, or the gradient so small that the run could end by
itself. Notes about this go to stderr, and a case with less than 40 steps left is an error.

The script is deterministic: it draws from random.Random(...).random(), whose sequence Python
guarantees.
"""

import math
import random
import sys

import mpmath

mpmath.mp.dps = 60
EVERY, FEWEST = 20, 40
APART, SIGN_MARGIN, FLAT = 1e-13, 1e-6, 1e-7

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


def quartic(n, k, x):
    return x**4 - 3 * x**3 + 2, [4 * x**3 - 9 * x * x]


def double_well(n, k, x):
    tilt = n.number(1) / 10
    return x**4 / 4 - x * x / 2 + tilt * x, [x**3 - x + tilt]


def x2_sin(n, k, x):
    return x * x + 10 * n.sin(x), [2 * x + 10 * n.cos(x)]


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


# Knobs that a case does not set, but for the rate, which each of them does.
DEFAULTS = {
    "valley": "kappa=50",
    "momentum": "gamma=0.9",
    "nag": "gamma=0.9",
    "nag_lookahead": "gamma=0.9",
    "adagrad": "accumulator=0 lr_decay=0 eps=1e-10",
    "rmsprop": "rho=0.99 eps=1e-8 gamma=0",
    "adam": "beta1=0.9 beta2=0.999 eps=1e-8 l2=0",
    "adamw": "beta1=0.9 beta2=0.999 eps=1e-8 weight_decay=0.01",
    "lion": "beta1=0.9 beta2=0.99 weight_decay=0",
    "signum": "beta=0.9 weight_decay=0",
    "adafactor": "relative=yes cap=0.01 scale=yes clip=1 eps2=1e-3 weight_decay=0",
}

# --- cases ---

# A surface with a start: the rate at which plain descent goes well, and the length of a step that
# goes well where the size of the gradient does not matter.
PLACES = [
    ("surface=valley x=-9 y=1.7", "0.03", "0.1"),
    ("surface=valley_rotated x=-4 y=3.3", "0.05", "0.05"),
    ("surface=rosenbrock x=-1.2 y=1", "0.0008", "0.02"),
    ("surface=beale x=1 y=1.5", "0.004", "0.02"),
    ("surface=himmelblau x=-1 y=-1.3", "0.004", "0.03"),
    ("surface=booth x=-9 y=-8", "0.03", "0.12"),
    ("surface=matyas x=-8 y=5", "0.3", "0.1"),
    ("surface=styblinski_tang x=-0.5 y=4.5", "0.004", "0.03"),
    ("surface=quartic x=0.4", "0.01", "0.02"),
    ("surface=double_well x=1.8", "0.05", "0.012"),
]

# More surfaces, for some of the optimizers.
MORE = [
    ("surface=valley kappa=12 x=3 y=-2.5", "0.1", "0.04"),
    ("surface=goldstein_price x=0.2 y=-0.5", "0.00002", "0.01"),
    ("surface=mccormick x=-1 y=3.5", "0.1", "0.05"),
    ("surface=six_hump_camel x=0.9 y=0.2", "0.01", "0.01"),
    ("surface=three_hump_camel x=-1.9 y=1.6", "0.05", "0.02"),
    ("surface=ackley x=2.3 y=-1.7", "0.02", "0.03"),
    ("surface=branin x=2.5 y=7.5", "0.02", "0.06"),
    ("surface=saddle x=-1.5 y=0.001", "0.02", "0.02"),
    ("surface=x2_sin x=-4.5", "0.01", "0.03"),
]

# How many such rates or lengths an optimizer takes, and knobs of its own to go with.
OPTIMIZERS = {
    "gd": (1, [""]),
    "momentum": (0.3, ["", "gamma=0.8", "gamma=0.5", "gamma=0"]),
    "nag": (0.2, ["", "gamma=0.8", "gamma=0.95", "gamma=0.6"]),
    "nag_lookahead": (0.2, ["", "gamma=0.95", "gamma=0.7", "gamma=0.85"]),
    "adagrad": (5, ["", "accumulator=0.1", "lr_decay=0.01", "eps=0.01 accumulator=2 lr_decay=0.1"]),
    "rmsprop": (0.4, ["", "rho=0.9", "gamma=0.5", "rho=0.95 eps=0.001 gamma=0.8"]),
    "adam": (1, ["", "beta1=0.8", "beta2=0.95 eps=0.001", "l2=0.1 beta1=0.7 beta2=0.99"]),
    "adamw": (1, ["", "weight_decay=0.1", "beta1=0.6 eps=0.1", "beta2=0.9 weight_decay=0"]),
    "lion": (0.7, ["", "beta1=0.8 beta2=0.95", "weight_decay=0.1", "beta2=0.9"]),
    "signum": (0.7, ["", "beta=0.5", "weight_decay=0.05", "beta=0"]),
    "adafactor": (
        0.6,
        [
            "cap=0.2 scale=no",
            "",
            "relative=no scale=no clip=2",
            "cap=0.05 weight_decay=0.1 clip=0.7",
            "relative=no eps2=0.5",
        ],
    ),
}

# The same for runs with a schedule, which does nothing with relative=yes.
SCHEDULED = {
    "adafactor": [
        "relative=no",
        "relative=no scale=no clip=0.7",
        "relative=no eps2=0.5 weight_decay=0.1",
        "weight_decay=0.05",
    ],
}

RELATIVE = ["gd", "momentum", "nag", "nag_lookahead"]  # by the gradient's size

# A schedule's knobs; END is a tenth of the rate.
SCHEDULES = [
    "schedule=exponential decay=0.98",
    "schedule=step every=25 drop=0.6",
    "schedule=inverse_time rate=0.05",
    "schedule=linear length=70 end=END",
    "schedule=cosine length=80 end=END",
    "schedule=warmup_cosine warmup=15 length=60 end=END",
    "schedule=cosine length=130 end=0",
    "schedule=linear length=160 end=0",
    "schedule=warmup_cosine warmup=30 length=150 end=0",
]


def pairs(text):
    return dict(one.split("=") for one in text.split())


def settings_of(place, name, knobs, share, schedule):
    """The -s pairs of a case; `share` is of the rate that suits the place."""
    where, slow, fast = place
    unit = mpmath.mpf(slow if name in RELATIVE else fast)
    rate = mpmath.nstr(unit * share * mpmath.mpf(str(OPTIMIZERS[name][0])), 3)
    end = mpmath.nstr(mpmath.mpf(rate) / 10, 3)
    parts = [where, f"optimizer={name} lr={rate}", knobs, schedule.replace("END", end)]
    return " ".join(part for part in parts if part)


def all_settings():
    """Every optimizer at every place without a schedule and with one, and at some places more."""
    turn = 0
    for index, (name, (_, knobs)) in enumerate(OPTIMIZERS.items()):
        for i, place in enumerate(PLACES + [MORE[(2 * index + j) % len(MORE)] for j in range(2)]):
            later = SCHEDULED.get(name, knobs[1:] + knobs[:1])
            more = mpmath.mpf("1.3"), SCHEDULES[turn]
            yield settings_of(place, name, knobs[i % len(knobs)], 1, "")
            yield settings_of(place, name, later[i % len(later)], *more)
            turn = (turn + 1) % len(SCHEDULES)


# --- runs ---


class Case:
    """A run, by its settings."""

    def __init__(self, settings):
        self.settings = settings
        chosen = pairs(settings)
        self.surface = globals()[chosen["surface"]]
        self.optimizer = globals()[chosen["optimizer"]]
        self.schedule = globals()[chosen.get("schedule", "constant")]
        self.words = {}
        for member in (chosen["surface"], chosen["optimizer"]):
            self.words.update(pairs(DEFAULTS.get(member, "")))
        self.words.update(chosen)
        self.dims = 2 if "y" in chosen else 1

    def knobs(self, n):
        """As the program reads them: as doubles."""
        words = ("surface", "optimizer", "schedule", "relative", "scale")
        return {k: w if k in words else n.number(float(w)) for k, w in self.words.items()}

    def run(self, n, steps):
        """Rows (x, rate, margin of the signs) of the steps 0, 1, ..."""
        k = self.knobs(n)
        zeros = [n.number(0)] * self.dims
        state = {"v": zeros, "m": zeros, "b": zeros}
        x = [k["x"], k["y"]][: self.dims] if self.dims == 2 else [k["x"]]

        def slope(at):
            return n.near(self.surface(n, k, *n.near(at))[1])

        rows = [(x, None, 1)]
        for t in range(1, steps + 1):
            rate = self.schedule(n, k, k["lr"], t)
            n.margin = 1
            x, rate = self.optimizer(n, k, state, t, rate, x, slope)
            x = n.near(x)
            rows.append((x, rate, n.margin))
        return rows

    def place(self, x):
        """f and the gradient, exactly."""
        n = Exact()
        return self.surface(n, self.knobs(n), *x)

    def slack(self, x):
        """How the gradient moves with the point."""
        h, total = mpmath.mpf("1e-20"), [0] * self.dims
        for j in range(self.dims):
            up, down = list(x), list(x)
            up[j], down[j] = x[j] + h, x[j] - h
            bend = [(a - b) / (2 * h) for a, b in zip(self.place(up)[1], self.place(down)[1])]
            total = [t + abs(b) * max(1, abs(x[j])) for t, b in zip(total, bend)]
        return total


def trusted(case, rows, others):
    """The number of steps up to which nothing hangs on rounding."""
    for step, (x, _, margin) in enumerate(rows):
        limit = [APART * max(1, abs(p)) for p in x]
        for other in others:
            if any(abs(p - q) > l for p, q, l in zip(x, other[step][0], limit)):
                return step - 1, "rounding grows"
        if margin < SIGN_MARGIN:
            return step - 1, "sign of nearly 0"
        if mpmath.norm(case.place(x)[1]) < FLAT:
            return step - 1, "nearly at rest"
    return len(rows) - 1, None


def number(value):
    return "" if value is None else repr(float(value))


def print_case(index, settings):
    case, steps = Case(settings), 60 + 20 * (index * 7 % 8)
    rows = case.run(Exact(), steps)
    others = [case.run(n, steps) for n in (Double(), Disturbed(2 * index), Disturbed(2 * index + 1))]
    last, why = trusted(case, rows, others)
    if why:
        print(f"{index}: {last} of {steps} steps, {why}: {settings}", file=sys.stderr)
    if last < FEWEST:
        sys.exit("too few")
    for step, (x, rate, _) in enumerate(rows[: last + 1]):
        if step != 1 and step % EVERY and step != last:
            continue
        f, gradient = case.place(x)
        at, slope, slack = (list(v) + [None] * (2 - case.dims) for v in (x, gradient, case.slack(x)))
        cells = [number(v) for v in at + [f] + slope + [rate]]
        cells += ["" if v is None else f"{float(v):.3g}" for v in slack]
        print(f"{index},{settings if step == 0 else ''},{step},{','.join(cells)}")


def main():
    print("case,settings,step,x,y,f,gx,gy,lr,slack_x,slack_y")
    for index, settings in enumerate(all_settings(), 1):
        print_case(index, settings)


if __name__ == "__main__":
    main()
