/* Adafactor: the gradient over the root of a running mean of its square, of which a matrix keeps
 * only the means of its rows and of its columns, V_ij = R_i C_j / mean(R); the step is clipped to a
 * root mean square of `clip` and goes with that of x. (N. Shazeer and M. Stern, "Adafactor:
 * Adaptive Learning Rates with Sublinear Memory Cost", ICML 2018, Algorithms 4 and 5, without
 * momentum.) Each tensor is for itself. One with a single row or column is a vector and keeps all
 * of V. With relative the rate is min(cap, 1/sqrt t), and lr and the schedule are not used. */
#include "gradus/optimizer.h"

#include "gradus/elementary.h"
#include "gradus/number.h"
#include "optim_params.h"
#include "sum.h"

#include <math.h>

enum { LR, RELATIVE, CAP, SCALE, CLIP, EPS2, WEIGHT_DECAY };

static const double DECAY = 0.8, EPS1 = 1e-30;

static const gr_param params[] = {
    GR_LR("0.01"),
    { .name = "relative",
      .kind = GR_PARAM_YESNO,
      .initial = "yes",
      .live = true,
      .help = "the rate is min(cap, 1/sqrt t) in the place of lr" },
    GR_POSITIVE("cap", "0.01", "most that a relative rate is"),
    { .name = "scale",
      .kind = GR_PARAM_YESNO,
      .initial = "yes",
      .live = true,
      .help = "the rate goes with the root mean square of x" },
    GR_POSITIVE("clip", "1", "most that the root mean square of a step is, before the rate"),
    GR_POSITIVE("eps2", "0.001", "least that the root mean square of x counts for"),
    GR_AMOUNT("weight_decay", "0", "pull towards 0 beside the step, as rate weight_decay x"),
    { .name = NULL },
};

/* A tensor within an update. */
typedef struct part {
    size_t rows, columns, size;
    bool factored;
    double kept, share;      /* of what is remembered, and of what is new */
    const double *g, *means; /* V, or R and behind it C: no longer than V */
} part;

static part part_of(const gr_update *u, const gr_tensor *tensor, const double *memory)
{
    double share = gr_pow((double)u->t, -DECAY);

    return (part){
        .rows = tensor->rows,
        .columns = tensor->columns,
        .size = tensor->rows * tensor->columns,
        .factored = tensor->rows > 1 && tensor->columns > 1,
        .kept = 1 - share,
        .share = share,
        .g = u->gradient + tensor->offset,
        .means = memory + tensor->offset,
    };
}

/* --- rates --- */

static double rate_of(const gr_update *u)
{
    double falling = 1 / sqrt((double)u->t), cap = u->knobs[CAP];

    return u->knobs[RELATIVE] == 0 ? u->rate : falling < cap ? falling : cap;
}

static double scaled(const gr_update *u, double size_of_x)
{
    double least = u->knobs[EPS2];

    return u->knobs[SCALE] == 0 ? rate_of(u) : rate_of(u) * (size_of_x > least ? size_of_x : least);
}

static double divisor(const gr_update *u, double size_of_step)
{
    double over = size_of_step / u->knobs[CLIP];

    return over > 1 ? over : 1;
}

/* --- the update --- */

static double row_mean(const part *p, size_t row)
{
    return gr_mean_square(p->columns, p->g + row * p->columns, EPS1);
}

/* The means of the columns, row after row so that columns go side by side. */
static void column_means(const part *p, double *means)
{
    for (size_t c = 0; c < p->columns; c++)
        means[c] = 0;
    for (size_t r = 0; r < p->rows; r++)
        for (size_t c = 0; c < p->columns; c++)
            means[c] += p->g[r * p->columns + c] * p->g[r * p->columns + c] + EPS1;
    for (size_t c = 0; c < p->columns; c++)
        means[c] /= (double)p->rows;
}

/* R, C and what they make of g, for which `step` has room. */
static void even_out_matrix(const part *p, double *means, double *step)
{
    double *column = means + p->rows;

    column_means(p, step);
    for (size_t c = 0; c < p->columns; c++)
        column[c] = p->kept * column[c] + p->share * step[c];
    for (size_t r = 0; r < p->rows; r++)
        means[r] = p->kept * means[r] + p->share * row_mean(p, r);
    double all = gr_mean(p->rows, means);
    for (size_t r = 0; r < p->rows; r++)
        for (size_t c = 0; c < p->columns; c++)
            step[r * p->columns + c] = p->g[r * p->columns + c] / sqrt(means[r] * column[c] / all);
}

static void even_out_vector(const part *p, double *v, double *step)
{
    for (size_t i = 0; i < p->size; i++) {
        v[i] = p->kept * v[i] + p->share * (p->g[i] * p->g[i] + EPS1);
        step[i] = p->g[i] / sqrt(v[i]);
    }
}

static void update_part(const gr_update *u, const part *p, double *means, double *step, double *x)
{
    double decay = u->knobs[WEIGHT_DECAY];

    (p->factored ? even_out_matrix : even_out_vector)(p, means, step);
    double shorter = divisor(u, sqrt(gr_mean_square(p->size, step, 0)));
    double rate = scaled(u, sqrt(gr_mean_square(p->size, x, 0)));
    for (size_t i = 0; i < p->size; i++) {
        step[i] /= shorter;
        x[i] += -rate * step[i] - rate * decay * x[i];
    }
}

/* What is remembered, then the step: room to work in. */
static size_t slots(const gr_tensors *tensors)
{
    return 2 * tensors->size;
}

static void update(const gr_update *u, double *memory, double *x)
{
    for (size_t i = 0; i < u->tensors->count; i++) {
        const gr_tensor *tensor = &u->tensors->list[i];
        const part p = part_of(u, tensor, memory);
        double *means = memory + tensor->offset;
        update_part(u, &p, means, means + u->tensors->size, x + tensor->offset);
    }
}

/* --- the same, coordinate by coordinate, where nothing can be kept --- */

static double row_after(const part *p, size_t row)
{
    return p->kept * p->means[row] + p->share * row_mean(p, row);
}

static double column_new(const part *p, size_t column)
{
    double sum = 0;

    for (size_t i = column; i < p->size; i += p->columns)
        sum += p->g[i] * p->g[i] + EPS1;
    return sum / (double)p->rows;
}

static double column_after(const part *p, size_t column)
{
    return p->kept * p->means[p->rows + column] + p->share * column_new(p, column);
}

static double all_after(const part *p)
{
    gr_sum sum = { 0 };

    for (size_t r = 0; r < p->rows; r++)
        gr_sum_add(&sum, row_after(p, r));
    return gr_sum_mean(&sum);
}

static double v_after(const part *p, size_t i)
{
    return p->kept * p->means[i] + p->share * (p->g[i] * p->g[i] + EPS1);
}

/* The root mean square of the step. Without room for C it is found anew in each row: a matrix
 * costs rows times its size, once for each look at it. */
static double size_of_step(const part *p)
{
    double all = p->factored ? all_after(p) : 0;
    gr_sum sum = { 0 };

    for (size_t r = 0; r < p->rows; r++) {
        double row = p->factored ? row_after(p, r) : 0;
        for (size_t c = 0; c < p->columns; c++) {
            size_t i = r * p->columns + c;
            double v = p->factored ? row * column_after(p, c) / all : v_after(p, i);
            double step = p->g[i] / sqrt(v);
            gr_sum_add(&sum, step * step);
        }
    }
    return sqrt(gr_sum_mean(&sum));
}

static const gr_term terms[] = {
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "R", GR_UPDATE_STATE, "[1 - t^-0.8]*[R] + [t^-0.8]*[mean of g^2 in its row]", 0, 0 },
    { "C", GR_UPDATE_STATE, "[1 - t^-0.8]*[C] + [t^-0.8]*[mean of g^2 in its column]", 0, 0 },
    { "RC", GR_UPDATE_STATE, "[R]*[C] / [mean of R]", 0, 0 },
    { "V", GR_UPDATE_STATE, "[1 - t^-0.8]*[V] + [t^-0.8]*[g^2]", 0, 1 },
    { "U", GR_UPDATE_STEP, "[g] / sqrt([V])", -1, 0 },
    { "RMS", GR_UPDATE_STEP, "[RMS of U] / [clip]", 0, 0 },
    { "u", GR_UPDATE_STEP, "[U] / max(1, [RMS])", -1, 2 },
    { "r", GR_UPDATE_STEP, "min([cap], 1 / sqrt([t]))", 0, 0 },
    { "a", GR_UPDATE_STEP, "[r]*max([eps2], [RMS of x])", 0, 0 },
    { "w", GR_UPDATE_STEP, "[a]*[weight_decay]*[x]", 0, 0 },
    { "dx", GR_UPDATE_STEP, "-[a]*[u] - [w]", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x] + [dx]", 0, 0 },
    { .name = NULL },
};

/* Terms 1 to 4; what stands under the root. */
static double explain_matrix(const part *p, size_t i, gr_term_value *out)
{
    size_t r = i / p->columns, c = i % p->columns;
    double row = row_after(p, r), column = column_after(p, c), all = all_after(p);
    double v = row * column / all;

    out[1] = (gr_term_value){ row, { p->kept, p->means[r], p->share, row_mean(p, r) } };
    out[2] =
        (gr_term_value){ column, { p->kept, p->means[p->rows + c], p->share, column_new(p, c) } };
    out[3] = (gr_term_value){ v, { row, column, all } };
    out[4].value = gr_missing();
    return v;
}

static double explain_vector(const part *p, size_t i, gr_term_value *out)
{
    double v = v_after(p, i);

    out[1].value = out[2].value = out[3].value = gr_missing();
    out[4] = (gr_term_value){ v, { p->kept, p->means[i], p->share, p->g[i] * p->g[i] + EPS1 } };
    return v;
}

static const gr_tensor *tensor_of(const gr_tensors *tensors, size_t coordinate)
{
    const gr_tensor *tensor = tensors->list;

    while (coordinate - tensor->offset >= tensor->rows * tensor->columns)
        tensor++;
    return tensor;
}

static void explain(const gr_update *u, const double *memory, const double *x, size_t coordinate,
                    gr_term_value *out)
{
    const double *k = u->knobs;
    const gr_tensor *tensor = tensor_of(u->tensors, coordinate);
    const part p = part_of(u, tensor, memory);
    size_t i = coordinate - tensor->offset;
    double size_of_x = sqrt(gr_mean_square(p.size, x + tensor->offset, 0)), now = x[coordinate];
    double v = (p.factored ? explain_matrix : explain_vector)(&p, i, out);
    double raw = p.g[i] / sqrt(v), size = size_of_step(&p), step = raw / divisor(u, size);
    double rate = scaled(u, size_of_x), decay = k[WEIGHT_DECAY], pull = rate * decay * now;
    double dx = -rate * step - pull;

    out[0] = (gr_term_value){ p.g[i], { 0 } };
    out[5] = (gr_term_value){ raw, { p.g[i], v } };
    out[6] = (gr_term_value){ size / k[CLIP], { size, k[CLIP] } };
    out[7] = (gr_term_value){ step, { raw, size / k[CLIP] } };
    out[8] =
        (gr_term_value){ k[RELATIVE] != 0 ? rate_of(u) : gr_missing(), { k[CAP], (double)u->t } };
    out[9] =
        (gr_term_value){ k[SCALE] != 0 ? rate : gr_missing(), { rate_of(u), k[EPS2], size_of_x } };
    out[10] = (gr_term_value){ decay > 0 ? pull : gr_missing(), { rate, decay, now } };
    out[11] = (gr_term_value){ dx, { rate, step, pull } };
    out[12] = (gr_term_value){ now + dx, { now, dx } };
}

const gr_optimizer gr_optimizer_adafactor = {
    .name = "adafactor",
    .summary = "RMSProp with the memory of a row and a column, and steps relative to x",
    .params = params,
    .slots = slots,
    .update = update,
    .rate = rate_of,
    .terms = terms,
    .explain = explain,
};
