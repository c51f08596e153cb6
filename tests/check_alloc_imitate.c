/* Every allocation of the experiments about imitation failed once each in turn, in all their worlds
 * and with a map of the student's own: an error or the same numbers, and nothing leaked (the
 * address sanitizer and valgrind see to the last). */
#include "journey.h"
#include "support.h"

#include "gradus/learner.h"
#include "gradus/memory.h"
#include "gradus/world.h"

#include <string.h>

static const char *const worlds[] = { "lane", "cliff", "forgetful", "copy", "rare" };

START_TEST(test_compounding)
{
    const gr_setting settings[] = { { "world", worlds[_i] }, { "horizon", "7" } };
    gr_journey j = { gr_experiment_find("compounding", NULL), settings, GR_LEN(settings), NULL,
                     NULL };

    gr_test_journey(&j, settings[0].value);
}
END_TEST

/* Learners are gone through along with the worlds. In mid-run it is collected in another way. */
START_TEST(test_dagger)
{
    size_t k = (size_t)_i;
    const gr_setting settings[] = {
        { "world", gr_world_at(k)->name },
        { "learner", gr_learner_at(k % gr_learner_count())->name },
        { "rounds", "6" },
        { "episodes", "2" },
        { "demos", "2" },
        { "horizon", "8" },
        { "trials", "3" },
        { "slip", "0.1" },
    };
    const gr_setting change = { "collect", k % 2 == 0 ? "gate" : "dart" };
    gr_journey j = { gr_experiment_find("dagger", NULL), settings, GR_LEN(settings), &change,
                     NULL };

    gr_test_journey(&j, settings[0].value);
}
END_TEST

START_TEST(test_modes)
{
    const gr_setting settings[] = {
        { "head", _i == 0 ? "diffusion" : "mixture" },
        { "data", _i == 0 ? "obstacle" : "bishop" },
        { _i == 0 ? "T" : "components", "2" },
        { "demos", "20" },
        { "layers", "3" },
        { "updates", "2" },
    };
    const gr_setting change = { "blind", "2" };
    gr_journey j = { gr_experiment_find("modes", NULL), settings, GR_LEN(settings), &change, NULL };

    gr_test_journey(&j, settings[0].value);
}
END_TEST

START_TEST(test_denoise)
{
    const gr_setting settings[] = { { "crowd", "10" }, { "T", "12" } };
    gr_journey j = { gr_experiment_find("denoise", NULL), settings, GR_LEN(settings), NULL, NULL };

    gr_test_journey(&j, "denoise");
}
END_TEST

START_TEST(test_map)
{
    static const char *const text = "S.~\n..G\n";
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "map");
    const gr_setting settings[] = { { "map", path }, { "demos", "1" }, { "trials", "2" } };
    gr_journey j = { gr_experiment_find("dagger", NULL), settings, GR_LEN(settings), NULL, NULL };

    gr_test_write(path, text, strlen(text));
    gr_test_journey(&j, "map");
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_loops)
{
    const gr_setting settings[] = { { "horizon", "7" }, { "runs", "3" }, { "chunk", "2" } };
    gr_journey j = { gr_experiment_find("loops", NULL), settings, GR_LEN(settings), NULL, NULL };

    gr_test_journey(&j, "loops");
}
END_TEST

START_TEST(test_injection)
{
    static const char *const plants[] = { "scalar", "inertia" };
    const gr_setting settings[] = { { "plant", plants[_i] },
                                    { "demos", "6" },
                                    { "horizon", "5" },
                                    { "repeats", "3" },
                                    { "augment", "1" } };
    const gr_setting change = { "noise", "0.2" };
    gr_journey j = { gr_experiment_find("injection", NULL), settings, GR_LEN(settings), &change,
                     NULL };

    gr_test_journey(&j, settings[0].value);
}
END_TEST

START_TEST(test_bins)
{
    static const char *const dims[] = { "1", "2", "3" };
    const gr_setting settings[] = {
        { "dims", dims[_i] }, { "bins", "5" }, { "fallback", "nearest" }
    };
    gr_journey j = { gr_experiment_find("bins", NULL), settings, GR_LEN(settings), NULL, NULL };

    gr_test_journey(&j, "bins");
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("alloc_imitate");
    TCase *all = gr_test_case(suite, "alloc_imitate");

    tcase_add_loop_test(all, test_compounding, 0, (int)GR_LEN(worlds));
    tcase_add_loop_test(all, test_dagger, 0, (int)gr_world_count());
    tcase_add_test(all, test_map);
    tcase_add_loop_test(all, test_modes, 0, 2);
    tcase_add_test(all, test_denoise);
    tcase_add_test(all, test_loops);
    tcase_add_loop_test(all, test_injection, 0, 2);
    tcase_add_loop_test(all, test_bins, 0, 3);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
