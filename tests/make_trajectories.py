#!/usr/bin/env python3
"""Makes tests/data/trajectories.csv: where the optimizers go, computed with 60 digits.

    python3 tests/make_trajectories.py > tests/data/trajectories.csv

Needs mpmath. Each case is a run of `gradus run descent`; `settings`, in its first row only, are its
-s pairs. A row has the point, f, the exact gradient there, and the learning rate of the update that
led to it; numbers are the doubles next to the exact ones. slack_x and slack_y say how far gx and gy
move, at most, for each unit of the error that is allowed in the point: sum |H_ij| max(1, |x_j|).

The rules are those of tests/trajectory_rules.py. Knobs are the doubles that the program reads, so
that only rounding differs.

A trajectory can be compared only while it does not depend on rounding. Each case is therefore run
again with ordinary doubles, and twice more with all points and gradients disturbed by up to one
part in 2^52; it ends before the first step at which any of these is off by more than 1e-13, or at
which the argument of a sign is too near 0, or the gradient so small that the run could end by
itself. Notes about this go to stderr, and a case with less than 40 steps left is an error.

The script is deterministic: it draws from random.Random(...).random(), whose sequence Python
guarantees.
"""

import sys

sys.dont_write_bytecode = True

import mpmath

import trajectory_rules as rules
from trajectory_rules import Disturbed, Double, Exact

EVERY, FEWEST = 20, 40
APART, SIGN_MARGIN, FLAT = 1e-13, 1e-6, 1e-7

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
    ("surface=rastrigin x=-2.7 y=3.3", "0.0003", "0.004"),
    ("surface=monkey_saddle x=0.7 y=0.2", "0.004", "0.005"),
    ("surface=easom x=2.1 y=4.3", "0.02", "0.01"),
    ("surface=levy13 x=-1.7 y=2.8", "0.0002", "0.003"),
    ("surface=x2_sin x=-4.5", "0.01", "0.03"),
    ("surface=sin_sin x=6.1", "0.005", "0.01"),
    ("surface=gramacy_lee x=1.07", "0.0003", "0.002"),
    ("surface=forrester x=0.3", "0.0004", "0.004"),
]

# Near 0 the size of a step does not go with that of the point.
SMALL = [
    "surface=rosenbrock x=0.0004 y=-0.0003 optimizer=adafactor lr=0.5",
    "surface=beale x=0.0002 y=0.0003 optimizer=adafactor lr=0.8 relative=no schedule=linear "
    "length=70 end=0.1",
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
    yield from SMALL


# --- runs ---


class Case:
    """A run, by its settings."""

    def __init__(self, settings):
        self.settings = settings
        chosen = pairs(settings)
        self.surface = getattr(rules, chosen["surface"])
        self.optimizer = getattr(rules, chosen["optimizer"])
        self.schedule = getattr(rules, chosen.get("schedule", "constant"))
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
