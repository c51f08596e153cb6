/* What each head would do, as a strip of shades on one axis; the disc is a bracket under it. */
#include "modes.h"

#include "gradus/obstacle.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 3, DRAWS = 512, LEAST = 12, MOST = 81, BESIDE = 24, WIDE = 58 };

/* Shares from which a cell of a 24th of the axis has its sign; cells of other widths in proportion.
 */
static const struct {
    double share;
    char sign;
} steps[] = { { 0.3, '@' },  { 0.15, '#' }, { 0.08, '*' },
              { 0.03, '+' }, { 0.01, ':' }, { 0.002, '.' } };

typedef struct strip {
    size_t cells;
    double low, high;
    double shares[MOST];
} strip;

static void put(strip *s, double action, double share)
{
    double at = floor((action - s->low) / (s->high - s->low) * (double)s->cells);

    if (at >= 0 && at < (double)s->cells)
        s->shares[(size_t)at] += share;
}

static const char *text_of(const gr_modes_scene *c, const strip *s)
{
    char text[MOST + 1] = { 0 };

    for (size_t i = 0; i < s->cells; i++) {
        double share = s->shares[i] * (double)s->cells / BESIDE;
        text[i] = ' ';
        for (size_t k = GR_LEN(steps); k-- > 0;)
            text[i] = share >= steps[k].share ? steps[k].sign : text[i];
    }
    return gr_arena_strdup(&c->view->arena, text, c->err);
}

/* --- what is in a strip --- */

static double of_data(const gr_modes_scene *c, strip *s)
{
    size_t count = gr_modes_count(c->job, c->now, false);
    double state[GR_MODES_STATES], action, hits = 0;

    for (size_t i = 0; i < count; i++) {
        gr_modes_sample(c->job, c->now, false, i, state, &action);
        put(s, action, 1 / (double)count);
        hits += fabs(action) < GR_OBSTACLE_RADIUS;
    }
    return count > 0 && gr_modes_has_disc(c->s) ? hits / (double)count : gr_missing();
}

/* From the distribution where the head tells it, else of actions drawn. */
static double of_head(const gr_modes_scene *c, size_t fitter, strip *s)
{
    const gr_head_job head = gr_modes_head(c->s, c->now, fitter);
    double state[GR_MODES_STATES], actions[DRAWS], low, high;
    bool sampled = gr_modes_how(c->job) == GR_EXECUTE_SAMPLE;
    gr_rng rng = gr_rng_stream(&c->now->look, "strips");

    if (c->now->made == 0)
        return gr_missing(); /* what is drawn before it learns means nothing */
    gr_modes_state_range(c, &low, &high);
    gr_modes_state_at(c, (low + high) / 2, state);
    if (sampled && head.head->below != NULL) {
        const double *y = gr_modes_outputs(c->job, c->now, fitter, state);
        double wide = (s->high - s->low) / (double)s->cells;
        for (size_t i = 0; i < s->cells; i++)
            s->shares[i] = head.head->below(&head, y, s->low + (double)(i + 1) * wide) -
                           head.head->below(&head, y, s->low + (double)i * wide);
    } else {
        size_t count = sampled ? DRAWS : 1;
        gr_modes_act(c->job, c->now, fitter, state, count, gr_modes_how(c->job), &rng, actions);
        for (size_t i = 0; i < count; i++)
            put(s, actions[i], 1 / (double)count);
    }
    return gr_modes_collision(c->job, c->now, fitter);
}

/* --- the table --- */

static bool add_row(const gr_modes_scene *c, const char **row, const char *name, const strip *s,
                    double collision)
{
    row[0] = name;
    row[1] = text_of(c, s);
    row[2] = gr_is_missing(collision)
                 ? ""
                 : gr_arena_printf(&c->view->arena, c->err, "%.1f%%", 100 * collision);
    return row[1] != NULL && row[2] != NULL;
}

/* Which cell a number is in. */
static size_t cell_at(const strip *s, double action)
{
    return (size_t)((action - s->low) / (s->high - s->low) * (double)s->cells);
}

/* The disc as a bracket; without one the ends of the axis. */
static const char *bracket(const gr_modes_scene *c, const strip *s)
{
    gr_text text = { 0 };
    size_t from = cell_at(s, -GR_OBSTACLE_RADIUS), to = cell_at(s, GR_OBSTACLE_RADIUS);
    char *copy = NULL;

    if (!gr_modes_has_disc(c->s))
        return gr_arena_printf(&c->view->arena, c->err, "%-*.3g%.3g", (int)s->cells - 4, s->low,
                               s->high);
    gr_text_add(&text, "-1");
    for (size_t i = 2; i < from; i++)
        gr_text_add(&text, " ");
    gr_text_add(&text, "└");
    for (size_t i = from + 1; i < to; i++)
        gr_text_add(&text, "─");
    gr_text_add(&text, "┘");
    for (size_t i = to + 1; i + 1 < s->cells; i++)
        gr_text_add(&text, " ");
    gr_text_add(&text, "1");
    if (gr_text_ok(&text, c->err))
        copy = gr_arena_strdup(&c->view->arena, gr_text_string(&text), c->err);
    gr_text_clear(&text);
    return copy;
}

static strip strip_for(const gr_modes_scene *c)
{
    int room = c->request->columns - 22;
    strip s = { .cells = room < LEAST ? LEAST : room > MOST ? MOST : (size_t)room };

    s.low = gr_modes_has_disc(c->s) ? -1 : c->now->low;
    s.high = gr_modes_has_disc(c->s) ? 1 : c->now->high;
    return s;
}

static bool fill(const gr_modes_scene *c, const char **cells, gr_text *says)
{
    strip s = strip_for(c);
    double collision = of_data(c, &s);

    if (!add_row(c, cells, "data", &s, collision))
        return false;
    for (size_t i = 0; i < c->s->count; i++) {
        const char *name = c->s->fitters[i].head->name;
        s = strip_for(c);
        collision = of_head(c, i, &s);
        if (!add_row(c, cells + (i + 1) * COLUMNS, name, &s, collision))
            return false;
        if (!gr_is_missing(collision))
            gr_text_addf(says, " %s hits the disc in %.1f percent.", name, 100 * collision);
    }
    cells += (c->s->count + 1) * COLUMNS;
    cells[0] = gr_modes_has_disc(c->s) ? "disc" : "";
    cells[1] = bracket(c, &s);
    cells[2] = "";
    return cells[1] != NULL;
}

bool gr_modes_strips(const gr_modes_scene *c)
{
    static const char *const titles[COLUMNS] = { "", "", "crash" };
    static const char *const untold[COLUMNS] = { "", "", "" };
    static const bool right[COLUMNS] = { false, false, true };
    size_t rows = c->s->count + 2;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "strips", c->err);
    const char **cells = gr_arena_alloc(&c->view->arena, rows * COLUMNS, sizeof *cells, c->err);
    gr_text says = { 0 };
    bool good = shape != NULL && cells != NULL;

    gr_text_add(&says, "strips. How often each action is taken.");
    good = good && fill(c, cells, &says) && gr_text_ok(&says, c->err);
    if (good) {
        shape->as.sheet = (gr_sheet){ .columns = COLUMNS,
                                      .rows = rows,
                                      .titles = gr_modes_has_disc(c->s) ? titles : untold,
                                      .cells = cells,
                                      .right = right,
                                      .present = -1 };
        c->view->note =
            c->request->columns >= WIDE ? ".002 .  .01 :  .03 +  .08 *  .15 #  .3 @" : "";
        c->view->says = gr_arena_strdup(&c->view->arena, gr_text_string(&says), c->err);
        good = c->view->says != NULL;
    }
    gr_text_clear(&says);
    return good;
}
