#include "gradus/dataset.h"

#include "gradus/memory.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    int decimals;
} fields[] = {
    { "episode", GR_DECIMALS_COUNT },         { "round", GR_DECIMALS_COUNT },
    { "t", GR_DECIMALS_COUNT },               { "state", GR_DECIMALS_COUNT },
    { "x", GR_DECIMALS_COUNT },               { "y", GR_DECIMALS_COUNT },
    { "expert_action", GR_DECIMALS_COUNT },   { "executed_action", GR_DECIMALS_COUNT },
    { "expert_in_control", GR_DECIMALS_COUNT }, { "labelled", GR_DECIMALS_COUNT },
    { "doubt", GR_DECIMALS_AUTO },            { "beta", GR_DECIMALS_AUTO },
    { "policy_version", GR_DECIMALS_COUNT },  { "terminated", GR_DECIMALS_COUNT },
    { "truncated", GR_DECIMALS_COUNT },       { "success", GR_DECIMALS_COUNT },
};

bool gr_dataset_columns(gr_table *table, gr_error *err)
{
    for (size_t i = 0; i < GR_LEN(fields); i++)
        if (!gr_columns_add(&table->columns, fields[i].name, "", fields[i].decimals, err))
            return false;
    return true;
}

static double action_of(uint8_t action)
{
    return action == GR_STOOD ? gr_missing() : action;
}

_Static_assert(GR_LEN(fields) == GR_DATASET_FIELDS, "a number for each field");

void gr_dataset_row(const gr_model *model, const gr_visit *v, double beta, double version,
                    double row[GR_DATASET_FIELDS])
{
    const double cells[GR_DATASET_FIELDS] = { v->episode,
                                              v->round,
                                              v->t,
                                              v->state,
                                              model->space.x[v->state],
                                              model->space.y[v->state],
                                              action_of(v->intended),
                                              action_of(v->executed),
                                              v->control,
                                              v->labelled,
                                              v->doubt,
                                              beta,
                                              version,
                                              v->terminated,
                                              v->truncated,
                                              v->terminated && !v->failed };

    memcpy(row, cells, sizeof cells);
}

bool gr_policy_table(const gr_model *model, const double *shares, gr_table *table, gr_error *err)
{
    size_t actions = model->space.actions;

    if (!gr_columns_add(&table->columns, "state", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add_words(&table->columns, "action", model->space.action_names, err) ||
        !gr_columns_add(&table->columns, "share", "", GR_DECIMALS_AUTO, err) ||
        !gr_columns_add(&table->columns, "expert", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t k = 0; k < model->space.states * actions; k++) {
        const double row[] = { (double)(k / actions), (double)(k % actions), shares[k],
                               model->expert[k] };
        if (!gr_table_add(table, row, err))
            return false;
    }
    return true;
}

/* --- doubt --- */

int gr_bootstrap_weight(uint64_t seed, uint64_t member, uint64_t label)
{
    /* the distribution function of Poisson(1) at 0, 1, ... */
    static const double below[] = { 0.36787944117144233, 0.73575888234288467, 0.91969860292860584,
                                    0.98101184312384626, 0.99634015317265634, 0.99940581518241834 };
    uint64_t mixed = seed ^ (member * 0x9E3779B97F4A7C15u), where = gr_splitmix64(&mixed);
    int weight = 0;

    where ^= label * 0xBF58476D1CE4E5B9u;
    double u = (double)(gr_splitmix64(&where) >> 11) * 0x1p-53;
    while (weight < (int)GR_LEN(below) && u >= below[weight])
        weight++;
    return weight;
}

double gr_doubt(const double *shares, size_t members, size_t actions)
{
    double squares = 0;

    for (size_t a = 0; a < actions; a++) {
        double mean = 0, variance = 0;
        for (size_t m = 0; m < members; m++)
            mean += shares[m * actions + a] / (double)members;
        for (size_t m = 0; m < members; m++) {
            double away = shares[m * actions + a] - mean;
            variance += away * away / (double)members;
        }
        squares += variance * variance;
    }
    return sqrt(squares);
}

double gr_doubt_threshold(const double *doubts, size_t count)
{
    size_t last = count / 4 > 0 ? count / 4 : 1;
    double sum = 0;

    if (count == 0)
        return gr_missing();
    for (size_t i = count - last; i < count; i++)
        sum += doubts[i];
    return sum / (double)last;
}
