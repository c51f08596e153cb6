/* The arithmetic of one update: each sample's part of both partial derivatives, their sums, and the
 * step. */
#include "regression.h"

enum { COLUMNS = 5, ENDS = 4, TITLE = 1, FEWEST = 1 };

/* The cells of a row, of which some may be blank: NULL. */
static bool fill(const gr_regression_scene *c, const char **cells, const char *name,
                 const double *values, size_t from)
{
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = "";
    if (name != NULL)
        cells[0] = name;
    for (size_t i = from; i < COLUMNS; i++)
        if ((cells[i] = gr_regression_number(c, values[i])) == NULL)
            return false;
    return true;
}

/* x, y, h, h - y and (h - y) x of a sample. */
static bool fill_sample(const gr_regression_scene *c, size_t sample, const char **cells)
{
    const gr_samples *d = &c->s->samples;
    double x = gr_line_x(d, sample), y = d->t[sample], h = gr_line_at(c->now->probe, x);
    const double values[COLUMNS] = { x, y, h, h - y, (h - y) * x };

    return fill(c, cells, NULL, values, 0);
}

/* The sums, and how they move the thetas. */
static bool fill_ends(const gr_regression_scene *c, size_t count, const char **cells)
{
    const gr_regression_state *now = c->now;
    double scale = gr_regression_scale(c->s, count);
    bool moved = now->phase == 0;
    const double g[COLUMNS] = { 0, 0, 0, now->used[0], now->used[1] };
    const double before[COLUMNS] = { 0, 0, 0, now->before[0], now->before[1] };
    const double step[COLUMNS] = { 0, 0, 0, now->theta[0] - now->before[0],
                                   now->theta[1] - now->before[1] };
    const double after[COLUMNS] = { 0, 0, 0, now->theta[0], now->theta[1] };
    const char *sum =
        scale == 1 ? "sum" : gr_arena_printf(&c->view->arena, c->err, "sum*%.4g", scale);

    if (sum == NULL || !fill(c, cells, sum, g, 3) ||
        !fill(c, cells + COLUMNS, "theta", before, 3) ||
        !fill(c, cells + (size_t)2 * COLUMNS, "step", step, 3) ||
        !fill(c, cells + (size_t)3 * COLUMNS, "theta'", after, 3))
        return false;
    for (size_t i = 3; !moved && i < COLUMNS; i++)
        cells[2 * COLUMNS + i] = cells[3 * COLUMNS + i] = "?";
    return true;
}

/* How many samples have room above the sums. */
static size_t room_for(const gr_regression_scene *c, size_t count)
{
    int room = c->request->rows - TITLE - ENDS - 1;

    if (room < FEWEST)
        room = FEWEST;
    return count <= (size_t)room + 1 ? count : (size_t)room;
}

static bool tell(const gr_regression_scene *c, size_t count)
{
    gr_arena *arena = &c->view->arena;
    const gr_regression_state *now = c->now;
    const char *a = gr_regression_number(c, now->used[0]);
    const char *b = gr_regression_number(c, now->used[1]);
    const char *rate = gr_regression_number(c, now->rate);

    if (a == NULL || b == NULL || rate == NULL)
        return false;
    long told = gr_regression_told(now);
    c->view->title = gr_arena_printf(arena, c->err, "update %ld", told);
    c->view->note = gr_arena_printf(arena, c->err, "lr %s", rate);
    c->view->says =
        gr_arena_printf(arena, c->err,
                        "update %ld. Over its %zu samples the derivative by theta0 is %s "
                        "and that by theta1 %s; the rate is %s.",
                        told, count, a, b, rate);
    return c->view->title != NULL && c->view->note != NULL && c->view->says != NULL;
}

static bool tell_none(const gr_regression_scene *c)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TEXT, GR_ROLE_TEXT, "none", c->err);
    const char **lines = gr_arena_alloc(&c->view->arena, 1, sizeof *lines, c->err);

    if (shape == NULL || lines == NULL)
        return false;
    lines[0] = "No update yet.";
    shape->as.text = (gr_lines){ .count = 1, .lines = lines };
    c->view->says = "update. There is none yet.";
    return true;
}

bool gr_regression_view_update(const gr_regression_scene *c)
{
    static const char *const titles[COLUMNS] = { "x", "y", "h", "h - y", "(h - y)x" };
    static const bool right[COLUMNS] = { true, true, true, true, true };
    size_t count = 0;

    if (gr_regression_told(c->now) == 0)
        return tell_none(c);
    const size_t *which = gr_regression_batch(c->s, c->now, gr_regression_told(c->now), &count);
    size_t shown = room_for(c, count), rows = shown + (shown < count) + ENDS;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "terms", c->err);
    const char **cells = gr_arena_alloc(&c->view->arena, rows * COLUMNS, sizeof *cells, c->err);
    if (shape == NULL || cells == NULL)
        return false;
    for (size_t i = 0; i < shown; i++)
        if (!fill_sample(c, which[i], cells + i * COLUMNS))
            return false;
    if (shown < count) {
        const char *more = gr_arena_printf(&c->view->arena, c->err, "%zu more", count - shown);
        if (more == NULL || !fill(c, cells + shown * COLUMNS, more, NULL, COLUMNS))
            return false;
    }
    shape->as.sheet = (gr_sheet){ .columns = COLUMNS,
                                  .rows = rows,
                                  .titles = titles,
                                  .cells = cells,
                                  .right = right,
                                  .present = (long)rows - (c->now->phase == 0 ? 1 : ENDS) };
    return fill_ends(c, count, cells + (rows - ENDS) * COLUMNS) && tell(c, count);
}
