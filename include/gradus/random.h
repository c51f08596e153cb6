/* random.h - the generator behind every sampled number, and its named streams.
 *
 * The generator is xoshiro256++ 1.0 (D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom
 * Number Generators", ACM TOMS 47(4), 2021), period 2^256 - 1, seeded by SplitMix64 (G. Steele,
 * D. Lea and C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014), as its
 * authors advise.
 *
 * A gr_rng is four plain words. It lives inside the flat state of a run, is copied by assignment
 * or memcpy, and a copy continues exactly as the original would. The four words are never all
 * zero; make one with gr_rng_seeded or gr_rng_stream only.
 *
 * How a run uses it: gr_rng_seeded(seed) once, then one stream per purpose ("init", "split",
 * "order", "noise", "world", "policy"). What one purpose draws leaves the others as they were, so
 * a larger network does not reshuffle the data.
 *
 * Equal states give equal draws on every machine. Draw once per statement: C does not fix the
 * order in which the arguments of a call are evaluated.
 */
#ifndef GRADUS_RANDOM_H
#define GRADUS_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct gr_rng {
    uint64_t s[4];
} gr_rng;

/* SplitMix64: advances *state, which may start anywhere, and returns the next 64 bits. For seeding
 * and mixing; experiments draw from a gr_rng. */
uint64_t gr_splitmix64(uint64_t *state);

/* The generator for a seed; any seed will do, 0 included. */
gr_rng gr_rng_seeded(uint64_t seed);

/*
 * An independent generator for a purpose, named by NUL-terminated text. It follows from the words
 * of `base`, which is not advanced, and the name alone: asking in another order, or for other
 * purposes too, changes nothing. (All four words and the name's 64-bit FNV-1a pass through
 * SplitMix64.) Streams of streams are fine. A base that has been advanced gives other streams.
 */
gr_rng gr_rng_stream(const gr_rng *base, const char *purpose);

/* 64 random bits. */
uint64_t gr_rng_next(gr_rng *rng);

/* Uniform in [0, 1): the multiples of 2^-53, all equally likely. One draw. */
double gr_rng_uniform(gr_rng *rng);

/* Uniform in 0 .. n - 1 without bias, n >= 1. Rarely more than one draw. (D. Lemire, "Fast Random
 * Integer Generation in an Interval", ACM TOMACS 29(1), 2019.) */
uint64_t gr_rng_below(gr_rng *rng, uint64_t n);

/* Standard normal: mean 0, variance 1. About 2.5 draws each; there is no second value kept back, so
 * the four words are the whole state. (G. Marsaglia and T. Bray, "A Convenient Method for
 * Generating Normal Variables", SIAM Review 6(3), 1964.) */
double gr_rng_normal(gr_rng *rng);

/* True with probability p: never if p <= 0 or NaN, always if p >= 1. One draw, whatever p is. */
bool gr_rng_chance(gr_rng *rng, double p);

/* Puts index[0 .. n - 1] in random order, each of the n! orders equally likely. (Fisher and Yates;
 * R. Durstenfeld, "Algorithm 235: Random Permutation", CACM 7(7), 1964.) */
void gr_rng_shuffle(gr_rng *rng, size_t n, size_t *index);

#endif
