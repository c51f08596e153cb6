/* What the figures of `race` say in words. */
#include "race_scene.h"

#include <stdio.h>

enum { TYPED_MAX = 6 };

const char *gr_race_name(const gr_race_scene *c, size_t method)
{
    return gr_optimizer_words[c->s->methods[method].index];
}

gr_role gr_race_role(size_t method)
{
    return (gr_role)(GR_ROLE_SERIES1 + method % (GR_ROLE_SERIES7 - GR_ROLE_SERIES1 + 1));
}

const char *gr_race_metric_name(const gr_race_scene *c)
{
    return c->s->distance ? "distance" : "f";
}

double gr_race_shift(const gr_race_scene *c)
{
    const gr_surface *surface = c->s->terrain.surface;
    double least = 0;

    for (size_t i = 0; !c->s->distance && i < surface->minimum_count; i++)
        least = surface->minima[i].f < least ? surface->minima[i].f : least;
    return -least;
}

const char *gr_race_axis_name(const gr_race_scene *c)
{
    double shift = gr_race_shift(c);
    const char *depth = gr_race_shown(c, shift);

    if (depth == NULL || !(shift > 0))
        return depth != NULL ? gr_race_metric_name(c) : NULL;
    return gr_arena_printf(&c->view->arena, c->err, "f + %s", depth);
}

const char *gr_race_shown(const gr_race_scene *c, double value)
{
    char number[GR_NUMBER_SIZE];

    gr_number_shown(value, GR_DECIMALS_AUTO, number);
    return gr_arena_strdup(&c->view->arena, number, c->err);
}

void gr_race_show_rate(const gr_race_scene *c, double rate, char out[GR_NUMBER_SIZE])
{
    if (!c->s->best) {
        if (gr_number_exact(rate, out) > TYPED_MAX)
            gr_number_shown(rate, GR_DECIMALS_AUTO, out);
        return;
    }
    int length = snprintf(out, GR_NUMBER_SIZE, "%.1e", rate);
    gr_number_read(out, (size_t)length, &rate);
    gr_number_tick(rate, 0, out);
}

const char *gr_race_rate_text(const gr_race_scene *c, double rate)
{
    char text[GR_NUMBER_SIZE];

    gr_race_show_rate(c, rate, text);
    return gr_arena_strdup(&c->view->arena, text, c->err);
}

/* "momentum 3.181e-4, gd 0.2533, adam diverged" */
static void add_ranking(const gr_race_scene *c, gr_text *out)
{
    size_t order[GR_RACE_MOST];
    char number[GR_NUMBER_SIZE];

    gr_race_rank(c->s, c->now, order);
    for (size_t i = 0; i < c->s->count; i++) {
        const gr_racer *racer = &c->now->racers[order[i]];
        gr_number_shown(racer->metric, GR_DECIMALS_AUTO, number);
        gr_text_addf(out, "%s%s %s", i > 0 ? ", " : "", gr_race_name(c, order[i]),
                     racer->diverged < 0 ? number : "diverged");
    }
}

void gr_race_add_range(const gr_race_scene *c, gr_text *out)
{
    char low[GR_NUMBER_SIZE], high[GR_NUMBER_SIZE];

    gr_race_show_rate(c, c->s->rates[0], low);
    gr_race_show_rate(c, c->s->rates[c->s->rate_count - 1], high);
    gr_text_addf(out, "%zu rates from %s to %s", c->s->rate_count, low, high);
}

void gr_race_add_rule(const gr_race_scene *c, gr_text *out)
{
    if (c->s->best)
        gr_text_addf(out, "best of %zu rates", c->s->rate_count);
    else
        gr_text_add(out, "one rate for all");
}

void gr_race_add_progress(const gr_race_scene *c, gr_text *out)
{
    gr_text_addf(out, "sweep: %zu of %zu runs", c->now->swept, gr_race_runs(c->s));
}

bool gr_race_keep(const gr_race_scene *c, gr_text *text, const char **out)
{
    bool good = gr_text_ok(text, c->err);

    if (good)
        *out = gr_arena_strdup(&c->view->arena, gr_text_string(text), c->err);
    gr_text_clear(text);
    return good && *out != NULL;
}

bool gr_race_note_leader(const gr_race_scene *c)
{
    size_t order[GR_RACE_MOST];
    gr_text note = { 0 };
    char number[GR_NUMBER_SIZE];

    gr_race_rank(c->s, c->now, order);
    const gr_racer *leader = &c->now->racers[order[0]];
    gr_number_shown(leader->metric, GR_DECIMALS_AUTO, number);
    if (c->now->step < 0)
        gr_race_add_progress(c, &note);
    else if (leader->diverged >= 0)
        gr_text_add(&note, "all diverged");
    else
        gr_text_addf(&note, "%s %s", gr_race_name(c, order[0]), number);
    return gr_race_keep(c, &note, &c->view->note);
}

/* "race. After 20 of 200 updates on rosenbrock, by f: ..." */
bool gr_race_say_ranking(const gr_race_scene *c)
{
    gr_text says = { 0 };

    gr_text_addf(&says, "%s. ", c->request->figure->name);
    if (c->now->step < 0) {
        gr_text_add(&says, "Not begun; ");
        gr_race_add_progress(c, &says);
    } else {
        gr_text_addf(&says, "After %ld of %ld updates on %s, ", c->now->step, c->s->budget,
                     c->s->terrain.surface->name);
        gr_race_add_rule(c, &says);
        gr_text_addf(&says, ", by %s: ", gr_race_metric_name(c));
        add_ranking(c, &says);
    }
    gr_text_add(&says, ".");
    return gr_race_keep(c, &says, &c->view->says);
}
