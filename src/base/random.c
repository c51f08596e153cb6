#include "gradus/random.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "gradus/elementary.h"
#include "gradus/number.h"

uint64_t gr_splitmix64(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* SplitMix64 returns each 64-bit value once per period, so at most one of four words is zero. */
gr_rng gr_rng_seeded(uint64_t seed)
{
    gr_rng rng;

    for (size_t i = 0; i < 4; i++)
        rng.s[i] = gr_splitmix64(&seed);
    return rng;
}

gr_rng gr_rng_stream(const gr_rng *base, const char *purpose)
{
    uint64_t mix = gr_fnv1a(GR_FNV_START, purpose, strlen(purpose));

    for (size_t i = 0; i < 4; i++) {
        mix ^= base->s[i];
        mix = gr_splitmix64(&mix);
    }
    return gr_rng_seeded(mix);
}

static uint64_t rotate_left(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

uint64_t gr_rng_next(gr_rng *rng)
{
    uint64_t *s = rng->s;
    uint64_t result = rotate_left(s[0] + s[3], 23) + s[0];
    uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

double gr_rng_uniform(gr_rng *rng)
{
    return (double)(gr_rng_next(rng) >> 11) * 0x1p-53;
}

/* The high word of the 128-bit product a * b, whose low word is a * b itself. By halves, since ISO
 * C has no 128-bit integer. */
static uint64_t multiply_high(uint64_t a, uint64_t b)
{
    const uint64_t half = UINT32_MAX;
    uint64_t low = (a & half) * (b & half);
    uint64_t cross = (a >> 32) * (b & half) + (low >> 32);
    uint64_t other = (a & half) * (b >> 32) + (cross & half);

    return (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32);
}

/* The 2^64 draws fall into n bins by multiply_high; 2^64 mod n of them, those with the smallest low
 * words, would make some bins fuller than others, and are drawn again. */
uint64_t gr_rng_below(gr_rng *rng, uint64_t n)
{
    assert(n >= 1);
    uint64_t draw = gr_rng_next(rng);

    if (draw * n < n) {
        uint64_t surplus = (UINT64_MAX - n + 1) % n;
        while (draw * n < surplus)
            draw = gr_rng_next(rng);
    }
    return multiply_high(draw, n);
}

/* A point in the unit disc, (u, v), has a uniform squared radius and, independently, a uniform
 * angle, whose cosine is u / sqrt(radius). */
double gr_rng_normal(gr_rng *rng)
{
    double u, radius;

    do {
        u = 2.0 * gr_rng_uniform(rng) - 1.0;
        double v = 2.0 * gr_rng_uniform(rng) - 1.0;
        radius = u * u + v * v;
    } while (radius >= 1.0 || radius == 0.0);
    return u * sqrt(-2.0 * gr_log(radius) / radius);
}

bool gr_rng_chance(gr_rng *rng, double p)
{
    return gr_rng_uniform(rng) < p;
}

void gr_rng_shuffle(gr_rng *rng, size_t n, size_t *index)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)gr_rng_below(rng, i);
        size_t moved = index[i - 1];
        index[i - 1] = index[j];
        index[j] = moved;
    }
}
