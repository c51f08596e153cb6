/* A step of bins: samples are drawn, the table and the line are fitted to all of them, and both are
 * judged. */
#include "bins.h"

#include "gradus/number.h"

#include <math.h>
#include <string.h>

enum { PIECE_SAMPLES = 20000, PIECE_CELLS = 200000 };

/* --- draw --- */

/* How many samples there are to be after this step. */
static size_t target(const gr_bins_setup *s, const gr_bins_state *now)
{
    size_t more = s->doubling && now->samples > 0 ? now->samples : s->batch;

    return s->samples - now->samples < more ? s->samples : now->samples + more;
}

static void take_in(const gr_bins_setup *s, gr_bins_state *now, const gr_bins_sample *sample)
{
    gr_bins_cell *cell = &now->cells[gr_bins_cell_at(s, sample->x)];
    double x[GR_BINS_TERMS] = { 1 };

    memcpy(x + 1, sample->x, s->dims * sizeof *x);
    now->filled += cell->count == 0;
    cell->count++;
    cell->sum += sample->u;
    now->label_sum += sample->u;
    for (size_t i = 0; i <= s->dims; i++) {
        now->moment[i] += x[i] * sample->u;
        for (size_t j = 0; j <= s->dims; j++)
            now->gram[i][j] += x[i] * x[j];
    }
}

/* now->samples counts what was there before; now->at what has come since. */
static bool draw(const gr_bins_setup *s, gr_bins_state *now)
{
    size_t more = target(s, now) - now->samples;
    gr_bins_sample sample;

    for (size_t i = 0; i < PIECE_SAMPLES && now->at < more; i++, now->at++) {
        gr_bins_draw(s, &now->now, &sample);
        take_in(s, now, &sample);
    }
    if (now->at < more)
        return false;
    now->samples += more;
    return true;
}

/* --- search --- */

/* Each cell begins with itself, where it is filled. */
static void begin_cell(gr_bins_cell *cell, size_t number)
{
    cell->source = (uint32_t)number;
    cell->steps = cell->count > 0 ? 0 : UINT32_MAX;
}

/* From a neighbour that is nearer to one. */
static void ask(gr_bins_cell *cell, const gr_bins_cell *neighbour)
{
    if (neighbour->steps == UINT32_MAX || neighbour->steps + 1 >= cell->steps)
        return;
    cell->steps = neighbour->steps + 1;
    cell->source = neighbour->source;
}

/* Dimension by dimension, to and fro: distances in steps are then exact (A. Rosenfeld and J.
 * Pfaltz, "Sequential Operations in Digital Picture Processing", JACM 13, 1966). The first pass
 * begins. */
static void pass(const gr_bins_setup *s, gr_bins_state *now, size_t number, size_t i)
{
    size_t dim = (number - 1) / 2, cell = number % 2 == 1 ? i : s->cells - 1 - i;
    size_t bin = cell / s->stride[dim] % s->bins;

    if (number % 2 == 1 && bin > 0)
        ask(&now->cells[cell], &now->cells[cell - s->stride[dim]]);
    if (number % 2 == 0 && bin + 1 < s->bins)
        ask(&now->cells[cell], &now->cells[cell + s->stride[dim]]);
}

static bool search(const gr_bins_setup *s, gr_bins_state *now)
{
    size_t passes = 1 + 2 * s->dims, end = now->at + PIECE_CELLS;

    if (s->fallback != GR_BINS_NEAREST)
        return true;
    for (; now->at < end && now->at < passes * s->cells; now->at++) {
        size_t number = now->at / s->cells, i = now->at % s->cells;
        if (number == 0)
            begin_cell(&now->cells[i], i);
        else
            pass(s, now, number, i);
    }
    return now->at == passes * s->cells;
}

/* --- fit --- */

/* Least squares by Gauss and Jordan on the normal equations; a ridge of 1e-12 a sample makes them
 * solvable while there are fewer samples than terms. */
static bool fit(const gr_bins_setup *s, gr_bins_state *now)
{
    size_t n = s->dims + 1;
    double a[GR_BINS_TERMS][GR_BINS_TERMS], *w = now->linear;

    memcpy(a, now->gram, sizeof a);
    memcpy(w, now->moment, sizeof now->moment);
    for (size_t i = 0; i < n; i++)
        a[i][i] += 1e-12 * (double)now->samples;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n; i++) {
            double by = a[i][k] / a[k][k];
            if (i == k)
                continue;
            for (size_t j = k; j < n; j++)
                a[i][j] -= by * a[k][j];
            w[i] -= by * w[k];
        }
    for (size_t i = 0; i < n; i++)
        w[i] /= a[i][i];
    return true;
}

/* --- judge --- */

/* Over the whole box, exactly. A line's error is that of its terms, of which each x_j has a mean
 * square of 1/3; beside a switch k sign(x_1), of which E u^2 = k^2 and E u x_1 = k/2, that of the
 * difference. */
static double linear_error(const gr_bins_setup *s, const gr_bins_state *now)
{
    double squares = 0, k = s->switches ? s->expert[1] : 0;

    for (size_t j = 0; j <= s->dims; j++) {
        double off = now->linear[j] - (s->switches ? 0 : s->expert[j]);
        squares += off * off / (j > 0 ? 3 : 1);
    }
    squares += k * k - now->linear[1] * k;
    return sqrt(squares > 0 ? squares : 0);
}

/* In a cell of one action the error is that of the mean, and beside it how far the expert is from
 * its mean. */
static bool judge(const gr_bins_setup *s, gr_bins_state *now)
{
    size_t end = now->at + PIECE_CELLS;
    double quantum = gr_bins_quantum(s);

    now->squares = now->at > 0 ? now->squares : 0;
    for (; now->at < end && now->at < s->cells; now->at++) {
        double off = gr_bins_cell_act(s, now, now->at) - gr_bins_cell_mean(s, now->at);
        now->squares += off * off;
    }
    now->rms_table = sqrt(now->squares / (double)s->cells + quantum * quantum);
    now->rms_linear = linear_error(s, now);
    return now->at == s->cells;
}

static bool drive(const gr_bins_setup *s, gr_bins_state *now)
{
    double path[GR_BINS_LOOP + 1];

    now->held_linear = gr_bins_drive(s, now, GR_BINS_LINEAR, path) - 1;
    now->held_table = gr_bins_drive(s, now, GR_BINS_TABLE, path) - 1;
    now->cycle = gr_bins_cycle(s, path, now->held_table + 1);
    return true;
}

/* --- stages --- */

static const struct {
    bool (*work)(const gr_bins_setup *s, gr_bins_state *now); /* true once it is done */
    bool phase;                                               /* a named phase ends with it */
} stages[] = {
    [GR_BINS_DRAW] = { draw, true },    [GR_BINS_SEARCH] = { search, false },
    [GR_BINS_FIT] = { fit, true },      [GR_BINS_JUDGE] = { judge, false },
    [GR_BINS_DRIVE] = { drive, false },
};

gr_progress gr_bins_init(const gr_job *job, void *at, gr_rng rng)
{
    gr_bins_state *now = at;

    (void)job;
    now->first = (gr_bins_streams){ gr_rng_stream(&rng, "place"), gr_rng_stream(&rng, "jitter") };
    now->now = now->first;
    now->loop = gr_rng_stream(&rng, "loop");
    now->step = -1;
    return GR_PART;
}

gr_progress gr_bins_advance(const gr_job *job, void *at, bool fine)
{
    const gr_bins_setup *s = job->setup;
    gr_bins_state *now = at;
    gr_bins_stage stage = now->stage;

    if (!stages[stage].work(s, now))
        return GR_PART;
    now->at = 0;
    if (stage < GR_BINS_DRIVE) {
        now->stage = stage + 1;
        return fine && stages[stage].phase && now->step >= 0 ? GR_PHASE : GR_PART;
    }
    now->stage = GR_BINS_DRAW;
    now->step++;
    return now->samples == s->samples ? GR_FINISHED : GR_STEP;
}
