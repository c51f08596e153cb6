/* One line that describes a figure. */
#include "describe_private.h"

#include <string.h>

/* "x [m]" */
static void add_axis(gr_text *out, const gr_axis *axis, const char *otherwise)
{
    gr_describe_text(out, is_given(axis->label) ? axis->label : otherwise);
    if (is_given(axis->unit)) {
        gr_text_add(out, " [");
        gr_describe_text(out, axis->unit);
        gr_text_add(out, "]");
    }
}

/* "loss (ghost, marked g): "; nothing for what has no name. */
static void add_name(gr_text *out, const gr_shape *shape)
{
    bool marked = is_given(shape->mark);

    gr_describe_text(out, is_given(shape->label) ? shape->label : "");
    if (shape->dotted || marked)
        gr_text_add(out, is_given(shape->label) ? " (" : "(");
    if (shape->dotted)
        gr_text_add(out, shape->role == GR_ROLE_GHOST ? "ghost" : "dotted");
    if (marked) {
        gr_text_add(out, shape->dotted ? ", marked " : "marked ");
        gr_describe_symbol(out, shape->mark);
    }
    if (shape->dotted || marked)
        gr_text_add(out, ")");
    if (shape->dotted || marked || is_given(shape->label))
        gr_text_add(out, ": ");
}

static bool has_axes(const gr_view *view)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->shapes[i].kind <= GR_SHAPE_FIELD)
            return !view->figure->bare &&
                   (is_given(view->figure->x.label) || is_given(view->figure->y.label));
    return false;
}

static void add_log(gr_text *out, const gr_axis *axis, const char *otherwise)
{
    if (!axis->log)
        return;
    gr_text_add(out, ", ");
    gr_describe_text(out, is_given(axis->label) ? axis->label : otherwise);
    gr_text_add(out, " on a log scale");
}

/* The title, and what is drawn against what unless the title says so. */
static void add_heading(gr_text *out, const gr_view *view)
{
    const gr_figure *figure = view->figure;
    gr_text axes = { 0 };

    gr_describe_text(out, is_given(view->title) ? view->title : figure->title);
    if (has_axes(view)) {
        add_axis(&axes, &figure->y, "y");
        gr_text_add(&axes, " against ");
        add_axis(&axes, &figure->x, "x");
        if (strcmp(gr_text_string(&axes), gr_text_string(out)) != 0)
            gr_text_addf(out, ", %s", gr_text_string(&axes));
    }
    add_log(out, &figure->x, "x");
    add_log(out, &figure->y, "y");
    out->failed = out->failed || axes.failed;
    gr_text_clear(&axes);
}

/* Whether a shape shows columns of the trace, or the path of another run or a ghost: what the
 * experiment says of its picture does not tell of those. */
static bool is_unsaid(const gr_view *view, const gr_shape *shape)
{
    if (shape->kind == GR_SHAPE_SERIES && (shape->dotted || is_given(shape->mark)))
        return true;
    for (size_t i = 0; i < view->figure->count; i++) {
        const gr_figure_layer *layer = &view->figure->layers[i];
        if (layer->x != NULL && shape->kind == GR_SHAPE_SERIES && is_given(shape->label) &&
            is_given(layer->label) && strcmp(layer->label, shape->label) == 0)
            return true;
    }
    return false;
}

static void end_sentence(gr_text *out)
{
    char last = out->length > 0 && !out->failed ? out->bytes[out->length - 1] : '.';

    if (strchr(".?!", last) == NULL)
        gr_text_add(out, ".");
}

static void tell_shapes(gr_text *out, const gr_view *view)
{
    bool said = is_given(view->says), named = view->count > 1;
    const char *between = said ? " " : ": ";

    for (size_t i = 0; i < view->count; i++) {
        const gr_shape *shape = &view->shapes[i];
        if (said && !is_unsaid(view, shape))
            continue;
        gr_text_add(out, between);
        if (named || shape->dotted || is_given(shape->mark))
            add_name(out, shape);
        gr_describe_shape(out, shape, view->figure);
        between = "; ";
    }
    if (view->count == 0 && !said)
        gr_text_add(out, ": nothing to see yet");
    end_sentence(out);
}

/* The row or bar of the present step. */
static void tell_present(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_sheet *sheet = &shape->as.sheet;
    const gr_bars *bars = &shape->as.bars;

    if (shape->kind == GR_SHAPE_TABLE && sheet->present >= 0 &&
        (size_t)sheet->present < sheet->rows) {
        gr_text_add(out, " Now ");
        gr_describe_sheet_row(out, sheet, (size_t)sheet->present);
        end_sentence(out);
    }
    if (shape->kind == GR_SHAPE_BARS && bars->present >= 0 && (size_t)bars->present < bars->count) {
        gr_text_add(out, " Now ");
        gr_describe_bar(out, bars, (size_t)bars->present, figure);
        end_sentence(out);
    }
}

bool gr_describe_line(const gr_view *view, gr_text *out, gr_error *err)
{
    gr_text line = { 0 };

    if (is_given(view->says))
        gr_describe_text(&line, view->says);
    else
        add_heading(&line, view);
    tell_shapes(&line, view);
    for (size_t i = 0; i < view->count; i++)
        tell_present(&line, &view->shapes[i], view->figure);
    if (is_given(view->note) && strstr(gr_text_string(&line), view->note) == NULL) {
        gr_text_add(&line, " ");
        gr_describe_text(&line, view->note);
        end_sentence(&line);
    }
    gr_text_add(out, gr_text_string(&line));
    out->failed = out->failed || line.failed;
    gr_text_clear(&line);
    return gr_text_ok(out, err);
}
