/* What regression exports: least squares, the residuals, the terms of the last update. */
#include "regression.h"

enum { FIT, RESIDUALS, TERMS };

const gr_table_spec gr_regression_tables[] = {
    [FIT] = { "fit", "least squares in closed form: a row; its limit is where lr diverges" },
    [RESIDUALS] = { "residuals", "a row a sample: x and y of the file, the line there, y - h" },
    [TERMS] = { "terms", "a row a sample of the last update's batch: its part of each derivative" },
    { .name = NULL },
};

static bool add_columns(gr_columns *columns, const char *const *names, gr_error *err)
{
    for (; *names != NULL; names++)
        if (!gr_columns_add(columns, *names, "", GR_DECIMALS_AUTO, err))
            return false;
    return true;
}

static bool fit(const gr_regression_setup *s, const gr_regression_state *now, gr_table *out,
                gr_error *err)
{
    static const char *const names[] = { "theta0", "theta1",    "J",     "condition",
                                         "limit",  "intercept", "slope", NULL };
    const gr_line_fit *f = &s->fit;
    double plain[2];

    (void)now;
    gr_line_plain(&s->samples, f->theta, plain);
    const double row[] = { f->theta[0], f->theta[1], f->J,    f->condition,
                           f->limit,    plain[0],    plain[1] };
    return add_columns(&out->columns, names, err) && gr_table_add(out, row, err);
}

static bool add_residuals(const gr_regression_setup *s, const gr_regression_state *now, bool test,
                          gr_table *out, gr_error *err)
{
    const gr_samples *d = &s->samples;
    const size_t *which = test ? d->test : d->train;
    size_t count = test ? d->test_count : d->train_count;

    for (size_t i = 0; i < count; i++) {
        double x = gr_line_x(d, which[i]), y = d->t[which[i]], h = gr_line_at(now->theta, x);
        const double row[] = { (double)which[i], test, d->mean[0] + d->sd[0] * x, y, h, y - h };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

static bool residuals(const gr_regression_setup *s, const gr_regression_state *now, gr_table *out,
                      gr_error *err)
{
    static const char *const names[] = { "x", "y", "h", "residual", NULL };

    return gr_columns_add(&out->columns, "sample", "", GR_DECIMALS_COUNT, err) &&
           gr_columns_add(&out->columns, "test", "", GR_DECIMALS_COUNT, err) &&
           add_columns(&out->columns, names, err) && add_residuals(s, now, false, out, err) &&
           add_residuals(s, now, true, out, err);
}

static bool terms(const gr_regression_setup *s, const gr_regression_state *now, gr_table *out,
                  gr_error *err)
{
    static const char *const names[] = { "x", "y", "h", "t0", "t1", NULL };
    const gr_samples *d = &s->samples;
    size_t count = 0;

    if (!gr_columns_add(&out->columns, "sample", "", GR_DECIMALS_COUNT, err) ||
        !add_columns(&out->columns, names, err))
        return false;
    long told = gr_regression_told(now);
    const size_t *which = told > 0 ? gr_regression_batch(s, now, told, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        double x = gr_line_x(d, which[i]), y = d->t[which[i]], h = gr_line_at(now->probe, x);
        const double row[] = { (double)which[i], x, y, h, h - y, (h - y) * x };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

bool gr_regression_table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    static bool (*const makers[])(const gr_regression_setup *, const gr_regression_state *,
                                  gr_table *, gr_error *) = { fit, residuals, terms };

    return makers[which](job->setup, at, out, err);
}
