#include "formulas.h"

#include <math.h>
#include <string.h>

#include "gradus/number.h"

const char *const gr_test_names[GR_TEST_NAMES] = { "x", "y", "z" };

bool gr_test_same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b) && !gr_is_missing(a));
}

gr_expression *gr_test_bound(const char *text, const char *const *names, size_t count)
{
    gr_error err = { 0 };
    gr_expression *e = gr_expression_parse(text, &err);

    ck_assert_msg(e != NULL, "%.60s: %s", text, err.message);
    ck_assert_msg(gr_expression_bind_variables(e, names, count, &err), "%.60s: %s", text,
                  err.message);
    return e;
}

double gr_test_gradient(const char *text, const double at[GR_TEST_NAMES],
                        double gradient[GR_TEST_NAMES])
{
    gr_expression *e = gr_test_bound(text, gr_test_names, GR_TEST_NAMES);
    double value = gr_expression_value(e, at);
    double beside = gr_expression_gradient(e, at, gradient);

    ck_assert_msg(memcmp(&value, &beside, sizeof value) == 0, "%.60s at %g %g %g: %a, %a", text,
                  at[0], at[1], at[2], value, beside);
    gr_expression_free(e);
    return value;
}
