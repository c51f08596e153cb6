/* Noise levels, steps back, the denoiser of a known mixture: see diffusion.h. */
#include "normal.h"

#include "gradus/diffusion.h"

#include <math.h>

const char *const gr_noise_curve_words[] = { "cosine", "linear", NULL };
const char *const gr_noise_variance_words[] = { "small", "large", NULL };
const char *const gr_noise_sampler_words[] = { "ddpm", "ddim", NULL };

/* --- levels --- */

static double cosine_at(double share)
{
    double c = gr_cos((share + 0.008) / 1.008 * 1.57079632679489661923);

    return c * c;
}

static double beta_of(gr_noise_curve curve, size_t level, size_t levels)
{
    double i = (double)level, n = (double)levels;

    if (curve == GR_NOISE_LINEAR)
        return levels > 1 ? 1e-4 + i / (n - 1) * (2e-2 - 1e-4) : 1e-4;
    double beta = 1 - cosine_at((i + 1) / n) / cosine_at(i / n);
    return beta < 0.999 ? beta : 0.999;
}

bool gr_noising_make(gr_noising *noising, gr_noise_curve curve, size_t levels, gr_arena *arena,
                     gr_error *err)
{
    double *kept = gr_arena_alloc(arena, levels, sizeof *kept, err), product = 1;

    if (kept == NULL)
        return false;
    for (size_t i = 0; i < levels; i++) {
        product *= 1 - beta_of(curve, i, levels);
        kept[i] = product;
    }
    *noising = (gr_noising){ levels, kept };
    return true;
}

double gr_noising_left(const gr_noising *noising)
{
    return noising->kept[noising->levels - 1];
}

const char *gr_noising_warning(const gr_noising *noising)
{
    return gr_noising_left(noising) > GR_NOISE_LEFT
               ? "the last noise level still shows the data (alpha-bar over 0.001), but sampling "
                 "begins with noise alone; take noise=cosine, or more levels T"
               : NULL;
}

/* --- steps back --- */

size_t gr_reverse_steps(const gr_reverse *reverse)
{
    size_t levels = reverse->noising->levels, calls = reverse->calls;

    return reverse->sampler == GR_SAMPLER_DDPM || calls > levels ? levels : calls;
}

size_t gr_reverse_level(const gr_reverse *reverse, size_t step)
{
    size_t levels = reverse->noising->levels, steps = gr_reverse_steps(reverse);

    return levels - 1 - step * levels / steps;
}

/* Alpha-bar where a step leads to. */
static double kept_after(const gr_reverse *r, size_t step)
{
    return step + 1 < gr_reverse_steps(r) ? r->noising->kept[gr_reverse_level(r, step + 1)] : 1;
}

static double action_of(const gr_reverse *r, double kept, double x, double noise)
{
    double action = (x - sqrt(1 - kept) * noise) / sqrt(kept);

    if (r->clip && action > 1)
        return 1;
    return r->clip && action < -1 ? -1 : action;
}

static void ddpm_step(const gr_reverse *r, size_t step, size_t rows, const double *noise, double *x,
                      gr_rng *rng)
{
    double kept = r->noising->kept[gr_reverse_level(r, step)], after = kept_after(r, step);
    double beta = 1 - kept / after, of_action = sqrt(after) * beta / (1 - kept);
    double of_x = sqrt(1 - beta) * (1 - after) / (1 - kept);
    double small = beta * (1 - after) / (1 - kept);
    double sd = sqrt(r->variance == GR_VARIANCE_SMALL ? small : beta);
    bool last = step + 1 == gr_reverse_steps(r);

    for (size_t m = 0; m < rows; m++) {
        x[m] = of_action * action_of(r, kept, x[m], noise[m]) + of_x * x[m];
        if (!last)
            x[m] += sd * gr_rng_normal(rng);
    }
}

/* What is clipped off the action is noise, as the sampler sees it. */
static void ddim_step(const gr_reverse *r, size_t step, size_t rows, const double *noise, double *x)
{
    double kept = r->noising->kept[gr_reverse_level(r, step)], after = kept_after(r, step);

    for (size_t m = 0; m < rows; m++) {
        double action = action_of(r, kept, x[m], noise[m]);
        double e = r->clip ? (x[m] - sqrt(kept) * action) / sqrt(1 - kept) : noise[m];
        x[m] = sqrt(after) * action + sqrt(1 - after) * e;
    }
}

void gr_reverse_step(const gr_reverse *reverse, size_t step, size_t rows, const double *noise,
                     double *x, gr_rng *rng)
{
    if (reverse->sampler == GR_SAMPLER_DDPM)
        ddpm_step(reverse, step, rows, noise, x, rng);
    else
        ddim_step(reverse, step, rows, noise, x);
}

void gr_reverse_all(const gr_reverse *reverse, gr_denoiser *denoiser, void *context, size_t rows,
                    double *x, double *room, gr_rng *rng)
{
    for (size_t m = 0; m < rows; m++)
        x[m] = gr_rng_normal(rng);
    for (size_t step = 0; step < gr_reverse_steps(reverse); step++) {
        denoiser(context, rows, x, gr_reverse_level(reverse, step), room);
        gr_reverse_step(reverse, step, rows, room, x, rng);
    }
}

/* --- the denoiser of a mixture --- */

static double mean_action(const gr_known_mixture *known, double kept, double x)
{
    double logs[GR_MIXTURE_PARTS], most = -(double)INFINITY, all = 0, sum = 0, root = sqrt(kept);

    for (size_t k = 0; k < known->count; k++) {
        const gr_mixture_part *p = &known->parts[k];
        double sd = sqrt(kept * (p->sd * p->sd) + (1 - kept));
        logs[k] = gr_log(p->weight) + gr_normal_log(x, root * p->mean, sd);
        most = logs[k] > most ? logs[k] : most;
    }
    for (size_t k = 0; k < known->count; k++) {
        const gr_mixture_part *p = &known->parts[k];
        double variance = p->sd * p->sd, pull = root * variance / (kept * variance + (1 - kept));
        double share = gr_exp(logs[k] - most);
        sum += share * (p->mean + pull * (x - root * p->mean));
        all += share;
    }
    return sum / all;
}

void gr_mixture_denoise(void *context, size_t rows, const double *x, size_t level, double *noise)
{
    const gr_known_mixture *known = context;
    double kept = known->noising->kept[level];

    for (size_t m = 0; m < rows; m++)
        noise[m] = (x[m] - sqrt(kept) * mean_action(known, kept, x[m])) / sqrt(1 - kept);
}
