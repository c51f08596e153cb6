#!/usr/bin/env python3
"""Makes the references that tests/check_train.c holds `train` to.

A network, its losses, back-propagation and Adam, written here from their formulas in plain Python
numbers, with math.fsum for every sum: another order of additions than the C code has, and exact to
the last bit of each sum. Run it in tests/; it writes data/net_*.csv.

    samples   3 inputs, 2 targets, a class from 0 to 1
    init      weights of the net 3-5-4-2
    order     the samples of each update
    expected  per case: the gradient of the loss over all samples at the start, and each weight after
              100 updates of Adam
"""
import csv
import math
import random

SIZES = [3, 5, 4, 2]
SAMPLES, BATCH, LINES, UPDATES = 24, 8, 7, 100
LR, BETA1, BETA2, EPS = 0.01, 0.9, 0.999, 1e-8

ACTIVATIONS = {
    "identity": (lambda x: x, lambda x: 1.0),
    "sigmoid": (lambda x: 1 / (1 + math.exp(-x)),
                lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2),
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "relu": (lambda x: max(x, 0.0), lambda x: 1.0 if x > 0 else 0.0),
    "softplus": (lambda x: math.log1p(math.exp(x)), lambda x: 1 / (1 + math.exp(-x))),
}


def places():
    """Every number of the net: layer, kind, row (output), col (input)."""
    for layer in range(len(SIZES) - 1):
        for row in range(SIZES[layer + 1]):
            for col in range(SIZES[layer]):
                yield layer, "W", row, col
            yield layer, "b", row, 0


def forward(weights, x, act):
    """Inputs and sums of each layer; the last sums are the outputs."""
    inputs, sums = [x], []
    for layer in range(len(SIZES) - 1):
        z = [math.fsum([weights[layer, "W", r, c] * inputs[-1][c] for c in range(SIZES[layer])]
                       + [weights[layer, "b", r, 0]]) for r in range(SIZES[layer + 1])]
        sums.append(z)
        inputs.append([act(v) for v in z])
    return inputs, sums


def slopes(outputs, sample, loss, count):
    """The gradient of the mean loss by the outputs of one sample of `count`."""
    if loss == "mse":
        return [2 * (y - t) / (count * len(outputs)) for y, t in zip(outputs, sample["t"])]
    most = max(outputs)
    e = [math.exp(y - most) for y in outputs]
    total = math.fsum(e)
    return [(v / total - (1 if i == sample["class"] else 0)) / count for i, v in enumerate(e)]


def gradient(weights, samples, activation, loss):
    act, derivative = ACTIVATIONS[activation]
    terms = {place: [] for place in places()}
    for sample in samples:
        inputs, sums = forward(weights, sample["x"], act)
        slope = slopes(sums[-1], sample, loss, len(samples))
        for layer in reversed(range(len(SIZES) - 1)):
            if layer < len(SIZES) - 2:
                slope = [s * derivative(z) for s, z in zip(slope, sums[layer])]
            for r in range(SIZES[layer + 1]):
                terms[layer, "b", r, 0].append(slope[r])
                for c in range(SIZES[layer]):
                    terms[layer, "W", r, c].append(slope[r] * inputs[layer][c])
            slope = [math.fsum(slope[r] * weights[layer, "W", r, c]
                               for r in range(SIZES[layer + 1])) for c in range(SIZES[layer])]
    return {place: math.fsum(values) for place, values in terms.items()}


def train(weights, samples, order, activation, loss):
    weights = dict(weights)
    m, v = dict.fromkeys(weights, 0.0), dict.fromkeys(weights, 0.0)
    for k in range(UPDATES):
        batch = [samples[i] for i in order[k % len(order)]]
        g = gradient(weights, batch, activation, loss)
        for place in weights:
            m[place] = BETA1 * m[place] + (1 - BETA1) * g[place]
            v[place] = BETA2 * v[place] + (1 - BETA2) * g[place] ** 2
            mean = m[place] / (1 - BETA1 ** (k + 1))
            square = v[place] / (1 - BETA2 ** (k + 1))
            weights[place] -= LR * mean / (math.sqrt(square) + EPS)
    return weights


def write(name, header, rows):
    with open("data/net_%s.csv" % name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def main():
    draw = random.Random(20240229)
    samples = [{"x": [draw.gauss(0, 1) for _ in range(3)], "t": [draw.gauss(0, 1) for _ in range(2)],
                "class": draw.randrange(2)} for _ in range(SAMPLES)]
    weights = {place: draw.uniform(-0.8, 0.8) for place in places()}
    order = [[draw.randrange(SAMPLES) for _ in range(BATCH)] for _ in range(LINES)]
    write("samples", ["x0", "x1", "x2", "t0", "t1", "class"],
          [[repr(v) for v in s["x"] + s["t"]] + [s["class"]] for s in samples])
    write("init", ["layer", "kind", "row", "col", "value"],
          [list(place) + [repr(weights[place])] for place in places()])
    write("order", ["step"] + ["i%d" % i for i in range(BATCH)],
          [[k] + batch for k, batch in enumerate(order)])
    rows = []
    for loss in ("mse", "cross_entropy"):
        for activation in ACTIVATIONS:
            first = gradient(weights, samples, activation, loss)
            last = train(weights, samples, order, activation, loss)
            rows += [[loss, activation] + list(place) + [repr(first[place]), repr(last[place])]
                     for place in places()]
    write("expected", ["loss", "activation", "layer", "kind", "row", "col", "gradient", "after"],
          rows)


if __name__ == "__main__":
    main()
