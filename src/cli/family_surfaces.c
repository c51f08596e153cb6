#include "family.h"

#include "gradus/number.h"
#include "gradus/surface.h"

#include <stdio.h>

static void print_range(double low, const char *name, double high)
{
    char from[GR_NUMBER_SIZE], to[GR_NUMBER_SIZE];

    gr_number_exact(low, from);
    gr_number_exact(high, to);
    printf("%s <= %s <= %s", from, name, to);
}

static void print_box(const gr_surface *surface)
{
    const gr_box *box = &surface->box;

    printf("\nbox\n  ");
    print_range(box->x_low, "x", box->x_high);
    if (surface->dims != 1) {
        printf(", ");
        print_range(box->y_low, "y", box->y_high);
    }
    printf("\n");
}

static void print_start(const gr_surface *surface)
{
    const gr_param *x = surface->params, *y = surface->params + 1;

    printf("\nstart\n");
    if (surface->dims == 1)
        printf("  %s = %s\n", x->name, x->initial);
    else
        printf("  (%s, %s) = (%s, %s)\n", x->name, y->name, x->initial, y->initial);
}

static void print_minimum(const gr_surface *surface, const gr_minimum *minimum)
{
    char x[GR_NUMBER_SIZE], y[GR_NUMBER_SIZE], f[GR_NUMBER_SIZE];

    gr_number_exact(minimum->x, x);
    gr_number_exact(minimum->y, y);
    gr_number_exact(minimum->f, f);
    if (surface->dims == 1)
        printf("  f = %s at x = %s\n", f, x);
    else
        printf("  f = %s at (%s, %s)\n", f, x, y);
}

static void print_minima(const gr_surface *surface)
{
    printf("\nknown minima\n%s", surface->minimum_count == 0 ? "  none\n" : "");
    for (size_t i = 0; i < surface->minimum_count; i++)
        print_minimum(surface, &surface->minima[i]);
}

static bool show(size_t index, gr_error *err)
{
    const gr_surface *surface = gr_surface_at(index);

    gr_cli_print_title(surface->name, "surface", surface->summary);
    printf("\nformula\n  %s\n", surface->formula);
    print_box(surface);
    print_start(surface);
    print_minima(surface);
    return gr_cli_print_knobs(surface->params, err);
}

const gr_cli_family gr_cli_family_surfaces = {
    .name = "surfaces",
    .members = &gr_surface_family,
    .show = show,
};
