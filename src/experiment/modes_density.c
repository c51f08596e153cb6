/* The density of the action given the state, its components at one state, and actions drawn. */
#include "modes.h"

#include "gradus/elementary.h"

#include <math.h>

enum {
    COLUMNS = 48,
    ROWS = 40,
    CROWD = 64,
    DOTS = 200,
    DOTS_LEAST = 30,
    CELLS_A_DOT = 5,
    FINE = 161,
    BARS = 13,
    BINS = 40,
    DRAWS = 512
};

/* A tenth more than the data on either side. */
static void action_range(const gr_modes_scene *c, double *low, double *high)
{
    double more = 0.1 * (c->now->high - c->now->low);

    *low = c->now->low - more;
    *high = c->now->high + more;
}

/* --- the map --- */

/* The mean density in each row, so that a peak narrower than a row does not get lost between. */
static void density_of(const gr_head_job *head, const double *y, const gr_field *f, double *column)
{
    double tall = (f->y1 - f->y0) / ROWS, below = 0;

    for (size_t k = 0; k <= ROWS; k++) {
        double share = head->head->below(head, y, f->y0 + (double)k * tall);
        if (k > 0)
            column[(k - 1) * f->columns] = (share - below) / tall;
        below = share;
    }
}

/* A column of the field: the density, or where the head tells none how many of a crowd are there.
 */
static void fill_column(const gr_modes_scene *c, const gr_field *f, size_t column, double *values)
{
    const gr_head_job head = gr_modes_head(c->s, c->now, 0);
    double state[GR_MODES_STATES], crowd[CROWD], tall = (f->y1 - f->y0) / ROWS;
    double at = f->x0 + (f->x1 - f->x0) * ((double)column + 0.5) / (double)f->columns;
    gr_rng rng = gr_rng_stream(&c->now->look, "density");

    gr_modes_state_at(c, at, state);
    if (head.head->below != NULL) {
        density_of(&head, gr_modes_outputs(c->job, c->now, 0, state), f, values + column);
        return;
    }
    gr_modes_act(c->job, c->now, 0, state, CROWD, GR_EXECUTE_SAMPLE, &rng, crowd);
    for (size_t i = 0; i < CROWD; i++) {
        double row = floor((crowd[i] - f->y0) / tall);
        if (row >= 0 && row < ROWS)
            values[(size_t)row * f->columns + column] += 1 / (CROWD * tall);
    }
}

/* Each shape is drawn with few states where each costs many calls. */
static bool add_field(const gr_modes_scene *c)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_FIELD, GR_ROLE_HEAT, "density", c->err);
    double *values =
        gr_arena_alloc(&c->view->arena, (size_t)COLUMNS * ROWS, sizeof *values, c->err);
    gr_field f = { .columns = c->s->fitters[0].head->act != NULL ? COLUMNS / 3 : COLUMNS,
                   .rows = ROWS,
                   .values = values };

    if (shape == NULL || values == NULL)
        return false;
    gr_modes_state_range(c, &f.x0, &f.x1);
    action_range(c, &f.y0, &f.y1);
    for (size_t i = 0; i < f.columns; i++)
        fill_column(c, &f, i, values);
    f.high = 3 / (f.y1 - f.y0);
    for (size_t i = 0; i < f.columns * ROWS; i++)
        values[i] = values[i] < 0.02 * f.high ? (double)NAN : values[i];
    shape->as.field = f;
    return true;
}

/* So many that the shades under them can still be seen. */
static size_t dots_for(const gr_modes_scene *c)
{
    size_t count = gr_modes_count(c->job, c->now, false);
    double room = (double)c->request->columns * (double)c->request->rows / CELLS_A_DOT;
    size_t most = room < DOTS_LEAST ? DOTS_LEAST : room > DOTS ? DOTS : (size_t)room;

    return count < most ? count : most;
}

/* Dots, so each is a curve of its own. */
static bool add_data(const gr_modes_scene *c)
{
    size_t dots = dots_for(c);
    double *x, *y, state[GR_MODES_STATES], action;
    gr_shape *shape = gr_modes_series(c, GR_ROLE_MARK, "data", "", 2 * dots, &x, &y);

    for (size_t i = 0; shape != NULL && i < dots; i++) {
        gr_modes_sample(c->job, c->now, false, i, state, &action);
        x[2 * i] = gr_modes_raw(c->s, 0, state[0]);
        y[2 * i] = action;
        x[2 * i + 1] = y[2 * i + 1] = (double)NAN;
    }
    return shape != NULL;
}

/* Of each part that has a weight worth it, or of the head as a whole, the mean over the states. */
static bool add_means(const gr_modes_scene *c)
{
    const gr_head_job head = gr_modes_head(c->s, c->now, 0);
    double low, high, state[GR_MODES_STATES], *x[GR_MIXTURE_PARTS], *y[GR_MIXTURE_PARTS];
    gr_mixture_part parts[GR_MIXTURE_PARTS];
    size_t count = 1;

    if (head.head->mean == NULL)
        return true;
    gr_modes_state_range(c, &low, &high);
    gr_modes_state_at(c, low, state);
    if (head.head->parts != NULL)
        count = head.head->parts(&head, gr_modes_outputs(c->job, c->now, 0, state), parts);
    for (size_t k = 0; k < count; k++)
        if (gr_modes_series(c, GR_ROLE_LEARNER, k == 0 ? "means" : NULL, "", COLUMNS, &x[k],
                            &y[k]) == NULL)
            return false;
    for (size_t i = 0; i < COLUMNS; i++) {
        double at = low + (high - low) * ((double)i + 0.5) / COLUMNS;
        gr_modes_state_at(c, at, state);
        const double *out = gr_modes_outputs(c->job, c->now, 0, state);
        parts[0] = (gr_mixture_part){ .weight = 1, .mean = head.head->mean(&head, out) };
        if (head.head->parts != NULL)
            head.head->parts(&head, out, parts);
        for (size_t k = 0; k < count; k++) {
            x[k][i] = at;
            y[k][i] = parts[k].weight > 0.1 ? parts[k].mean : (double)NAN;
        }
    }
    return true;
}

static bool tell_density(const gr_modes_scene *c)
{
    const char *name = c->s->fitters[0].head->name;
    double nll = gr_modes_nll(c->job, c->now, 0, false), mse = gr_modes_mse(c->job, c->now, 0);
    gr_arena *arena = &c->view->arena;

    c->view->title = gr_arena_printf(arena, c->err, "action given state: %s", name);
    c->view->note = !gr_is_missing(nll)   ? gr_arena_printf(arena, c->err, "nll %.3f", nll)
                    : !gr_is_missing(mse) ? gr_arena_printf(arena, c->err, "mse %.4f", mse)
                                          : gr_arena_strdup(arena, "sampled", c->err);
    c->view->says = gr_arena_printf(arena, c->err,
                                    "density. What %s says of the action in each state, after %ld "
                                    "updates, with %zu demonstrations on it: %s.",
                                    name, c->now->made, gr_modes_count(c->job, c->now, false),
                                    c->view->note != NULL ? c->view->note : "");
    return c->view->title != NULL && c->view->note != NULL && c->view->says != NULL;
}

/* L2 has no density: its one answer is a curve. */
bool gr_modes_density(const gr_modes_scene *c)
{
    const gr_head *head = c->s->fitters[0].head;
    bool told = head->log_density != NULL || head->act != NULL;

    if (c->s->count > 0 && !told) {
        gr_modes_state_range(c, &c->view->window.x_low, &c->view->window.x_high);
        action_range(c, &c->view->window.y_low, &c->view->window.y_high);
    }
    return (!told || add_field(c)) && add_data(c) && add_means(c) && tell_density(c);
}

/* --- one state --- */

static bool add_curve(const gr_modes_scene *c, const double *outputs)
{
    const gr_head_job head = gr_modes_head(c->s, c->now, 0);
    double *x, *y, low, high;
    gr_shape *shape = gr_modes_series(c, GR_ROLE_SERIES1, "density", "", FINE, &x, &y);

    action_range(c, &low, &high);
    for (size_t i = 0; shape != NULL && i < FINE; i++) {
        x[i] = low + (high - low) * (double)i / (FINE - 1);
        y[i] = gr_exp(head.head->log_density(&head, outputs, x[i]));
    }
    return shape != NULL;
}

static bool add_parts(const gr_modes_scene *c, const double *outputs)
{
    const gr_head_job head = gr_modes_head(c->s, c->now, 0);
    static const char *const marks[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9" };
    gr_mixture_part parts[GR_MIXTURE_PARTS];
    double *x, *y, low, high;
    size_t count = head.head->parts != NULL ? head.head->parts(&head, outputs, parts) : 0;

    action_range(c, &low, &high);
    for (size_t k = 0; count > 1 && k < count; k++) {
        gr_shape *shape = gr_modes_series(
            c, GR_ROLE_SERIES2, k == 0 ? "components" : NULL,
            k < GR_LEN(marks) && parts[k].weight > 0.05 ? marks[k] : "", FINE, &x, &y);
        if (shape == NULL)
            return false;
        shape->dotted = true;
        for (size_t i = 0; i < FINE; i++) {
            x[i] = low + (high - low) * (double)i / (FINE - 1);
            double z = (x[i] - parts[k].mean) / parts[k].sd;
            y[i] = parts[k].weight * gr_exp(-0.5 * (z * z)) /
                   (parts[k].sd * sqrt(2 * 3.14159265358979323846));
        }
    }
    return true;
}

/* How often actions fall into narrow bins, as steps. */
static bool add_steps(const gr_modes_scene *c, gr_role role, const char *label,
                      const double *actions, size_t count)
{
    double *x, *y, low, high;
    gr_shape *shape = gr_modes_series(c, role, label, "", 2 * (size_t)BINS, &x, &y);

    if (shape == NULL)
        return false;
    shape->dotted = role == GR_ROLE_GHOST;
    action_range(c, &low, &high);
    for (size_t i = 0; i < count; i++) {
        double bin = floor((actions[i] - low) / (high - low) * BINS);
        if (bin >= 0 && bin < BINS)
            y[2 * (size_t)bin] += BINS / ((double)count * (high - low));
    }
    for (size_t i = 0; i < BINS; i++) {
        x[2 * i] = low + (high - low) * (double)i / BINS;
        x[2 * i + 1] = low + (high - low) * (double)(i + 1) / BINS;
        y[2 * i + 1] = y[2 * i];
    }
    return true;
}

/* Of a head that tells no density, what it draws. */
static bool add_drawn(const gr_modes_scene *c, const double *state)
{
    double actions[DRAWS];
    gr_rng rng = gr_rng_stream(&c->now->look, "histogram");

    gr_modes_act(c->job, c->now, 0, state, DRAWS, GR_EXECUTE_SAMPLE, &rng, actions);
    return add_steps(c, GR_ROLE_SERIES1, "density", actions, DRAWS);
}

/* All demonstrations are of the one state there is. */
static bool add_demonstrated(const gr_modes_scene *c)
{
    size_t count = gr_modes_count(c->job, c->now, false);
    double *actions = gr_arena_alloc(&c->view->arena, count + 1, sizeof *actions, c->err), state;

    if (actions == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        gr_modes_sample(c->job, c->now, false, i, &state, &actions[i]);
    return count == 0 || add_steps(c, GR_ROLE_GHOST, "data", actions, count);
}

/* Of which head, and in which state where there are others. */
static const char *slice_note(const gr_modes_scene *c, double state)
{
    const char *name = c->s->fitters[0].head->name;

    return gr_modes_has_disc(c->s)
               ? name
               : gr_arena_printf(&c->view->arena, c->err, "%s, state %.3g", name, state);
}

bool gr_modes_slice(const gr_modes_scene *c)
{
    const gr_head *head = c->s->fitters[0].head;
    double low, high, state[GR_MODES_STATES];
    gr_arena *arena = &c->view->arena;

    gr_modes_state_range(c, &low, &high);
    gr_modes_state_at(c, (low + high) / 2, state);
    c->view->title = gr_modes_has_disc(c->s) ? "density, data dotted" : "density of the action";
    c->view->note = slice_note(c, (low + high) / 2);
    c->view->says = gr_arena_printf(
        arena, c->err,
        head->log_density != NULL
            ? "components. The density that %s gives to the action in the state %.3g."
            : "components. How often %s takes each action in the state %.3g.",
        head->name, (low + high) / 2);
    action_range(c, &c->view->window.x_low, &c->view->window.x_high);
    if (c->view->note == NULL || c->view->says == NULL ||
        (gr_modes_has_disc(c->s) && !add_demonstrated(c)))
        return false;
    if (head->log_density == NULL)
        return add_drawn(c, state);
    const double *outputs = gr_modes_outputs(c->job, c->now, 0, state);
    return add_parts(c, outputs) && add_curve(c, outputs);
}

/* --- actions drawn --- */

bool gr_modes_histogram(const gr_modes_scene *c)
{
    gr_arena *arena = &c->view->arena;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_BARS, GR_ROLE_LEARNER, "actions", c->err);
    double *values = gr_arena_alloc(arena, BARS, sizeof *values, c->err);
    const char **labels = gr_arena_alloc(arena, BARS, sizeof *labels, c->err);
    double state[GR_MODES_STATES], actions[DRAWS], low, high, from, to;
    gr_rng rng = gr_rng_stream(&c->now->look, "histogram");

    if (shape == NULL || values == NULL || labels == NULL)
        return false;
    gr_modes_state_range(c, &from, &to);
    gr_modes_state_at(c, (from + to) / 2, state);
    action_range(c, &low, &high);
    gr_modes_act(c->job, c->now, 0, state, DRAWS, gr_modes_how(c->job), &rng, actions);
    for (size_t i = 0; i < DRAWS; i++) {
        double bar = floor((actions[i] - low) / (high - low) * BARS);
        values[bar > 0 ? (bar < BARS ? (size_t)bar : BARS - 1) : 0] += 1.0 / DRAWS;
    }
    for (size_t i = 0; i < BARS; i++) {
        labels[i] =
            gr_arena_printf(arena, c->err, "%.2f", low + (high - low) * ((double)i + 0.5) / BARS);
        if (labels[i] == NULL)
            return false;
    }
    shape->as.bars = (gr_bars){ BARS, labels, values, -1 };
    c->view->note = gr_arena_printf(arena, c->err, "%s, %d actions, state %.3g",
                                    c->s->fitters[0].head->name, DRAWS, (from + to) / 2);
    c->view->says = gr_arena_printf(arena, c->err, "samples. %d actions of %s in the state %.3g.",
                                    DRAWS, c->s->fitters[0].head->name, (from + to) / 2);
    return c->view->note != NULL && c->view->says != NULL;
}
