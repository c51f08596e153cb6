/* Every allocation of a descent and of a race failed once each in turn, on surfaces of one variable
 * and two and on a formula: an error or the same numbers, and nothing leaked (the address sanitizer
 * and valgrind see to the last). */
#include "gradus/optimizer.h"
#include "gradus/schedule.h"
#include "journey.h"
#include "support.h"

static const char *const surfaces[] = { "rosenbrock", "himmelblau", "quartic", "formula" };

/* Optimizers and schedules are gone through along with the surfaces. In mid-run the surface becomes
 * a formula. */
START_TEST(test_descent)
{
    const char *surface = surfaces[_i];
    size_t k = (size_t)_i;
    const gr_setting settings[] = {
        { "surface", surface },
        { "optimizer", gr_optimizer_at(k % gr_optimizer_count())->name },
        { "schedule", gr_schedule_at(k % gr_schedule_count())->name },
        { "lr", "1e-6" },
    };
    const gr_setting formula = { "surface", k % 2 == 0 ? "formula" : "quartic" };
    gr_journey j = { gr_experiment_find("descent", NULL), settings, GR_LEN(settings), &formula,
                     NULL };

    gr_test_journey(&j, surface);
}
END_TEST

START_TEST(test_race)
{
    const gr_setting settings[] = { { "surface", surfaces[_i] },
                                    { "rate_count", "3" },
                                    { "budget", "6" } };
    gr_journey j = { gr_experiment_find("race", NULL), settings, GR_LEN(settings), NULL, NULL };

    gr_test_journey(&j, settings[0].value);
}
END_TEST

START_TEST(test_regression)
{
    static const char *const batches[] = { "full", "7" };
    const gr_setting settings[] = { { "batch", batches[_i] }, { "test", "0.2" } };
    gr_journey j = { gr_experiment_find("regression", NULL), settings, GR_LEN(settings), NULL,
                     NULL };

    gr_test_journey(&j, "regression");
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("alloc_descent");
    TCase *all = gr_test_case(suite, "alloc_descent");

    tcase_add_loop_test(all, test_descent, 0, (int)GR_LEN(surfaces));
    tcase_add_loop_test(all, test_race, 0, (int)GR_LEN(surfaces));
    tcase_add_loop_test(all, test_regression, 0, 2);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
