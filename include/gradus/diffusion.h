/* diffusion.h - noise put on actions step by step, and taken off again.
 *
 * Forward, an action x0 becomes x_i = sqrt(a_i) x0 + sqrt(1 - a_i) e with e standard normal, at
 * noise levels i = 0 .. levels - 1; a_i (alpha-bar) is the running product of 1 - beta_i and goes
 * from near 1 to near 0. Back, a denoiser tells e from x_i and i; each step draws x_{i-1} near what
 * that makes of x0 (J. Ho, A. Jain and P. Abbeel, "Denoising Diffusion Probabilistic Models",
 * 2020):
 *
 *   x0'  = (x_i - sqrt(1 - a_i) e) / sqrt(a_i)
 *   mean = sqrt(a_j) b / (1 - a_i) x0' + sqrt(1 - b) (1 - a_j) / (1 - a_i) x_i,   b = 1 - a_i / a_j
 *   variance = b (1 - a_j) / (1 - a_i) (small) or b (large),   none in the last step
 *
 * j being the level below, with a = 1 below level 0. Without noise and over some of the levels only
 * (J. Song, C. Meng and S. Ermon, "Denoising Diffusion Implicit Models", 2021, eta = 0):
 *
 *   x_j = sqrt(a_j) x0' + sqrt(1 - a_j) e
 *
 * Betas are of a cosine (A. Nichol and P. Dhariwal, "Improved Denoising Diffusion Probabilistic
 * Models", 2021): a(s) = cos^2((s + .008) / 1.008 pi/2), beta = 1 - a((i + 1)/n) / a(i/n) <= .999;
 * or go up in a line from 1e-4 to 2e-2 however many levels there are, which is meant for 1000: with
 * 100 the noise does not cover the data, and what is drawn from is not where sampling begins.
 */
#ifndef GRADUS_DIFFUSION_H
#define GRADUS_DIFFUSION_H

#include "gradus/memory.h"
#include "gradus/random.h"

typedef enum gr_noise_curve { GR_NOISE_COSINE, GR_NOISE_LINEAR } gr_noise_curve;
typedef enum gr_noise_variance { GR_VARIANCE_SMALL, GR_VARIANCE_LARGE } gr_noise_variance;
typedef enum gr_noise_sampler { GR_SAMPLER_DDPM, GR_SAMPLER_DDIM } gr_noise_sampler;

/* Their names, NULL behind them. */
extern const char *const gr_noise_curve_words[];
extern const char *const gr_noise_variance_words[];
extern const char *const gr_noise_sampler_words[];

enum { GR_NOISE_LEVELS = 1000 };

/* The noise levels; their numbers live in an arena. */
typedef struct gr_noising {
    size_t levels;
    const double *kept; /* alpha-bar of each level */
} gr_noising;

bool gr_noising_make(gr_noising *noising, gr_noise_curve curve, size_t levels, gr_arena *arena,
                     gr_error *err);

/* Alpha-bar above this at the last level: too much of the data is left where sampling begins. */
#define GR_NOISE_LEFT 1e-3
double gr_noising_left(const gr_noising *noising); /* alpha-bar of the last level */
const char *gr_noising_warning(const gr_noising *noising); /* what to say of it, or NULL */

/* --- the way back --- */

/* e of `rows` noisy actions at a level. */
typedef void gr_denoiser(void *context, size_t rows, const double *x, size_t level, double *noise);

typedef struct gr_reverse {
    const gr_noising *noising;
    gr_noise_sampler sampler;
    gr_noise_variance variance; /* of DDPM */
    size_t calls;               /* of DDIM: levels visited, 1 to all of them */
    bool clip;                  /* keep x0' within -1 .. 1 */
} gr_reverse;

/* Steps of the way back: all levels, or those of DDIM. */
size_t gr_reverse_steps(const gr_reverse *reverse);

/* The level at which step 0, 1, ... asks the denoiser. DDIM takes every (levels / calls)-th, from
 * the last on. */
size_t gr_reverse_level(const gr_reverse *reverse, size_t step);

/* One step of `rows` actions, in place; `noise` is what the denoiser says. Draws one normal an
 * action, in order, in steps that have noise. */
void gr_reverse_step(const gr_reverse *reverse, size_t step, size_t rows, const double *noise,
                     double *x, gr_rng *rng);

/* All the way from standard normal noise, which is drawn first. `room` has `rows` numbers. */
void gr_reverse_all(const gr_reverse *reverse, gr_denoiser *denoiser, void *context, size_t rows,
                    double *x, double *room, gr_rng *rng);

/* --- the denoiser of a mixture that is known --- */

enum { GR_MIXTURE_PARTS = 32 };

typedef struct gr_mixture_part {
    double weight, mean, sd;
} gr_mixture_part;

/* `count` parts, at most GR_MIXTURE_PARTS, whose weights add up to 1. */
typedef struct gr_known_mixture {
    const gr_noising *noising;
    const gr_mixture_part *parts;
    size_t count;
} gr_known_mixture;

/* The mean of e given x and the level, which no other denoiser betters in mean square: a
 * gr_denoiser, of which a gr_known_mixture is the context. At a level each part has mean sqrt(a) m
 * and variance a s^2 + 1 - a; given the part, x0 has the mean m + sqrt(a) s^2 / (a s^2 + 1 - a) (x
 * - sqrt(a) m). */
gr_denoiser gr_mixture_denoise;

#endif
