#include "family.h"

#include "gradus/number.h"
#include "gradus/schedule.h"

#include <stdio.h>

enum { RATES = 5 };

/* The first rates with the knobs at their defaults. */
static bool print_rates(const gr_schedule *schedule, gr_error *err)
{
    static const gr_param none[] = { { .name = NULL } };
    double knobs[GR_SCHEDULE_KNOBS] = { 0 };
    gr_values values;

    if (!gr_values_init(&values, schedule->params != NULL ? schedule->params : none, err))
        return false;
    for (size_t i = 0; i < values.count && i < GR_SCHEDULE_KNOBS; i++)
        knobs[i] = values.items[i].number;
    printf("\nthe first rates from lr = 1\n  ");
    for (long k = 1; k <= RATES; k++) {
        char rate[GR_NUMBER_SIZE];
        gr_number_shown(schedule->rate(knobs, 1, k), GR_DECIMALS_AUTO, rate);
        printf("%s%s", k > 1 ? ", " : "", rate);
    }
    printf("\n");
    gr_values_clear(&values);
    return true;
}

static bool show(size_t index, gr_error *err)
{
    const gr_schedule *schedule = gr_schedule_at(index);

    gr_cli_print_title(schedule->name, "schedule", schedule->summary);
    return gr_cli_print_knobs(schedule->params, err) && print_rates(schedule, err);
}

const gr_cli_family gr_cli_family_schedules = {
    .name = "schedules",
    .members = &gr_schedule_family,
    .show = show,
};
