/* What the rules of the optimizers say of each other, and of steps that are known. Parabolas are in
 * check_optimizer_parabola.c, Adafactor's own in check_adafactor.c. */
#include "support.h"
#include "walk.h"

#include "gradus/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_same_x(const gr_walk *a, const gr_walk *b)
{
    for (size_t i = 0; i < a->tensors.size; i++)
        ck_assert_msg(a->x[i] == b->x[i], "%s: %.17g, %s: %.17g", a->optimizer->name, a->x[i],
                      b->optimizer->name, b->x[i]);
}

/* A valley that is curved, with a minimum at 1. */
static void curved(size_t n, const double *x, double *gradient)
{
    for (size_t i = 0; i < n; i++)
        gradient[i] = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        double off = x[i + 1] - x[i] * x[i];
        gradient[i] += 2 * (x[i] - 1) - 8 * x[i] * off;
        gradient[i + 1] += 4 * off;
    }
}

/* --- one method as a case of another --- */

/* Two methods with the same gradients do the same, to the bit. */
static void check_equal(const char *a, const char *settings_a, const char *b,
                        const char *settings_b)
{
    gr_walk one, other;

    gr_walk_begin(&one, a, "2x3 1x1", settings_a);
    gr_walk_begin(&other, b, "2x3 1x1", settings_b);
    gr_walk_place(&one, -1.3);
    gr_walk_place(&other, -1.3);
    for (int t = 0; t < 100; t++) {
        one.rate = other.rate = 0.001 * (1 + t % 3);
        gr_walk_down(&one, curved);
        gr_walk_down(&other, curved);
        check_same_x(&one, &other);
    }
    ck_assert(one.x[0] != -1.3);
    gr_walk_end(&one);
    gr_walk_end(&other);
}

START_TEST(test_without_velocity)
{
    check_equal("momentum", "gamma=0", "gd", "");
    check_equal("nag", "gamma=0", "gd", "");
    check_equal("nag_lookahead", "gamma=0", "gd", "");
}
END_TEST

START_TEST(test_lion_is_signum)
{
    check_equal("lion", "beta1=0.7 beta2=0.7 weight_decay=0.3", "signum",
                "beta=0.7 weight_decay=0.3");
}
END_TEST

START_TEST(test_adamw_is_adam)
{
    check_equal("adamw", "weight_decay=0 beta2=0.95", "adam", "l2=0 beta2=0.95");
}
END_TEST

/* With beta1 = 0 Adam is RMSProp with the mean made good for its start. */
START_TEST(test_adam_is_corrected_rmsprop)
{
    gr_walk adam, rmsprop;
    double power = 1;

    gr_walk_begin(&adam, "adam", "1x4", "beta1=0 beta2=0.9 eps=1e-3");
    gr_walk_begin(&rmsprop, "rmsprop", "1x4", "rho=0.9 eps=1e-3");
    gr_walk_place(&adam, -1.3);
    for (int t = 0; t < 100; t++) {
        double before[4];
        memcpy(before, adam.x, sizeof before);
        gr_walk_down(&adam, curved);
        gr_walk_given(&rmsprop, adam.gradient);
        power *= 0.9;
        for (size_t i = 0; i < 4; i++) {
            double root = sqrt(rmsprop.slots[i] / (1 - power));
            double expected = before[i] - adam.rate * adam.gradient[i] / (root + 1e-3);
            gr_walk_close(adam.x[i], expected, 1e-15);
        }
    }
    gr_walk_end(&adam);
    gr_walk_end(&rmsprop);
}
END_TEST

/* Both forms of Nesterov's method: x_A = x_B + lr gamma v, and v is the same. */
START_TEST(test_two_forms_of_nag)
{
    gr_walk a, b;

    gr_walk_begin(&a, "nag", "1x4", "lr=0.005 gamma=0.9");
    gr_walk_begin(&b, "nag_lookahead", "1x4", "lr=0.005 gamma=0.9");
    gr_walk_place(&a, -1.3);
    gr_walk_place(&b, -1.3);
    for (int t = 0; t < 300; t++) {
        gr_walk_down(&a, curved);
        gr_walk_down(&b, curved);
        for (size_t i = 0; i < 4; i++) {
            gr_walk_close(a.x[i], b.x[i] + 0.005 * 0.9 * b.slots[i], 1e-12);
            gr_walk_close(a.slots[i], b.slots[i], 1e-12);
        }
    }
    ck_assert(a.x[0] != b.x[0]);
    gr_walk_end(&a);
    gr_walk_end(&b);
}
END_TEST

/* The lecture's velocity has the rate outside. With the rate inside, v' = gamma v' - a g and
 * x += v', it is the same while the rate stays and another method when it changes. */
static double distance_to_inside_form(double decay)
{
    gr_walk walk;
    double v = 0, x = -1, g = 0, distance;

    gr_walk_begin(&walk, "momentum", "1x1", "lr=0.1 gamma=0.8");
    walk.x[0] = x;
    for (int t = 0; t < 30; t++, walk.rate *= decay) {
        g = 3 * walk.x[0];
        v = 0.8 * v - walk.rate * 3 * x;
        x += v;
        gr_walk_given(&walk, &g);
    }
    distance = fabs(walk.x[0] - x);
    gr_walk_end(&walk);
    return distance;
}

START_TEST(test_rate_is_outside_velocity)
{
    ck_assert(distance_to_inside_form(1) < 1e-14);
    ck_assert(distance_to_inside_form(0.9) > 1e-3);
}
END_TEST

/* --- f as c f --- */

static const struct {
    const char *optimizer, *plain, *scaled; /* by 2^20 */
} scales[] = {
    { "lion", "", "" },
    { "signum", "", "" },
    { "adam", "eps=9.5367431640625e-7", "eps=1" },
    { "adamw", "eps=9.5367431640625e-7", "eps=1" },
    { "adagrad", "eps=9.5367431640625e-7", "eps=1" },
    { "rmsprop", "eps=9.5367431640625e-7 gamma=0.5", "eps=1 gamma=0.5" },
    { "adafactor", "", "" }, /* while squares of the gradient are above 1e-14 */
};

/* A power of two changes no digit, so the bits stay. */
START_TEST(test_scale_of_f)
{
    gr_walk plain, scaled;
    double gradient[7];

    gr_walk_begin(&plain, scales[_i].optimizer, "2x3 1x1", scales[_i].plain);
    gr_walk_begin(&scaled, scales[_i].optimizer, "2x3 1x1", scales[_i].scaled);
    gr_walk_place(&plain, -1.3);
    gr_walk_place(&scaled, -1.3);
    for (int t = 0; t < 50; t++) {
        gr_walk_down(&plain, curved);
        for (size_t i = 0; i < GR_LEN(gradient); i++)
            gradient[i] = 0x1p20 * plain.gradient[i];
        gr_walk_given(&scaled, gradient);
        check_same_x(&plain, &scaled);
    }
    gr_walk_end(&plain);
    gr_walk_end(&scaled);
}
END_TEST

/* --- steps that are known --- */

/* Adam's first step is a g / (|g| + eps), whatever the betas are. */
START_TEST(test_first_step_of_adam)
{
    static const double gradients[] = { 3, -1e-9, 1e-8, -250, 0, 1e-4 };
    gr_walk walk;

    gr_walk_begin(&walk, "adam", "1x6", "lr=0.01 beta1=0.8 beta2=0.97");
    gr_walk_given(&walk, gradients);
    for (size_t i = 0; i < GR_LEN(gradients); i++) {
        double g = gradients[i];
        ck_assert(fabs(walk.x[i] + 0.01 * g / (fabs(g) + 1e-8)) <= 1e-14 * 0.01);
    }
    gr_walk_end(&walk);
}
END_TEST

/* On a constant gradient the steps of Adagrad are a / sqrt t. */
START_TEST(test_adagrad_on_a_slope)
{
    gr_walk walk;
    const double g[] = { 0.7, -300 };

    gr_walk_begin(&walk, "adagrad", "1x2", "lr=0.1 eps=1e-300");
    for (int t = 1; t <= 1000; t++) {
        double before[] = { walk.x[0], walk.x[1] };
        gr_walk_given(&walk, g);
        gr_walk_close(walk.x[0] - before[0], -0.1 / sqrt(t), 1e-14);
        gr_walk_close(walk.x[1] - before[1], 0.1 / sqrt(t), 1e-14);
    }
    gr_walk_end(&walk);
}
END_TEST

/* Both ways of Adagrad's and Adafactor's to make a rate, and the column of rates that tells it. */
static double told_rate(const char *optimizer, const char *settings, double rate, long t)
{
    gr_walk walk;

    gr_walk_begin(&walk, optimizer, "1x1", settings);
    walk.rate = rate;
    walk.t = t - 1;
    const gr_update update = gr_walk_next(&walk);
    double told = walk.optimizer->rate(&update);
    gr_walk_end(&walk);
    return told;
}

START_TEST(test_told_rates)
{
    ck_assert(told_rate("adagrad", "", 0.3, 50) == 0.3);
    ck_assert(told_rate("adagrad", "lr_decay=0.25", 0.3, 1) == 0.3);
    ck_assert(told_rate("adagrad", "lr_decay=0.25", 0.5, 5) == 0.25);
    ck_assert(told_rate("adafactor", "", 0.3, 1) == 0.01);
    ck_assert(told_rate("adafactor", "", 0.3, 10001) < 0.01);
    ck_assert(told_rate("adafactor", "cap=0.5", 0.3, 16) == 0.25);
    ck_assert(told_rate("adafactor", "cap=0.5 relative=no", 0.3, 16) == 0.3);
}
END_TEST

/* A step on a known gradient from 0 with eps far below it. */
START_TEST(test_decay_of_adagrad)
{
    const double g = 4;
    gr_walk walk;

    gr_walk_begin(&walk, "adagrad", "1x1", "lr=1 lr_decay=0.5 eps=1e-300");
    walk.t = 2; /* this is the third update */
    gr_walk_given(&walk, &g);
    ck_assert(walk.x[0] == -0.5);
    gr_walk_end(&walk);
}
END_TEST

/* RMSProp with gamma: the rate stands outside the velocity. Roots of these means are whole. */
START_TEST(test_rmsprop_with_velocity)
{
    static const double g[] = { 2, -4 };
    gr_walk walk;

    gr_walk_begin(&walk, "rmsprop", "1x1", "gamma=0.5 rho=0 eps=1e-300");
    walk.rate = 1;
    gr_walk_given(&walk, &g[0]); /* u = 1, b = 1 */
    ck_assert(walk.x[0] == -1);
    walk.rate = 8;
    gr_walk_given(&walk, &g[1]); /* u = -1, b = 1/2 - 1 */
    ck_assert(walk.x[0] == 3);
    gr_walk_end(&walk);
}
END_TEST

/* Lion decides by a mean with the old m, and remembers another. */
START_TEST(test_lion_by_hand)
{
    static const double g[] = { 8, -2 };
    gr_walk walk;

    gr_walk_begin(&walk, "lion", "1x1", "lr=1 beta1=0.5 beta2=0.75 weight_decay=0.25");
    walk.x[0] = 4;
    gr_walk_given(&walk, &g[0]); /* c = 4; x = 4 - (1 + 1); m = 2 */
    ck_assert(walk.x[0] == 2 && walk.slots[0] == 2);
    gr_walk_given(&walk, &g[1]); /* c = 1 - 1 = 0; x = 2 - (0 + 0.5); m = 1.5 - 0.5 */
    ck_assert(walk.x[0] == 1.5 && walk.slots[0] == 1);
    gr_walk_end(&walk);
}
END_TEST

/* Without memory Signum goes by the sign of the gradient; where that is 0 it stays. */
START_TEST(test_signum_without_memory)
{
    static const double g[] = { 1e-300, -7, 0, -0.0 };
    gr_walk walk;

    gr_walk_begin(&walk, "signum", "1x4", "lr=0.5 beta=0");
    gr_walk_given(&walk, g);
    ck_assert(walk.x[0] == -0.5 && walk.x[1] == 0.5 && walk.x[2] == 0 && walk.x[3] == 0);
    gr_walk_end(&walk);
}
END_TEST

/* The pull of AdamW goes with the rate, before the step and unseen by the means; l2 is seen. */
START_TEST(test_pulls)
{
    static const double g[] = { 0.5, 0 };
    gr_walk adamw, adam;

    gr_walk_begin(&adamw, "adamw", "1x2", "lr=0.5 weight_decay=0.5 eps=1e-300");
    gr_walk_begin(&adam, "adam", "1x2", "lr=0.5 l2=0.5 eps=1e-300");
    adamw.x[0] = adamw.x[1] = adam.x[0] = adam.x[1] = 4;
    gr_walk_given(&adamw, g);
    gr_walk_given(&adam, g);
    gr_walk_close(adamw.x[0], 3 - 0.5, 1e-15);
    ck_assert(adamw.x[1] == 3);
    gr_walk_close(adam.x[0], 3.5, 1e-15); /* each step is lr, by the sign of g + 2 */
    gr_walk_close(adam.x[1], 3.5, 1e-15);
    gr_walk_end(&adamw);
    gr_walk_end(&adam);
}
END_TEST

/* Single steps that the tests of Keras 3 print to four digits. Its eps stands inside the root
 * (Adagrad 1e-7) or is 1e-7 (RMSprop, AdamW) and its Adafactor calls the cap learning_rate: none of
 * that reaches the fourth digit here. */
static const struct {
    const char *optimizer, *settings, *shape;
    double x[4], gradient[4], after[4];
} printed[] = {
    { "adagrad",
      "lr=0.5 accumulator=0.1 eps=1e-7",
      "1x4",
      { 1, 2, 3, 4 },
      { 1, 6, 7, 2 },
      { 0.5233, 1.5007, 2.5005, 3.5061 } },
    { "rmsprop",
      "lr=0.5 rho=0.9 eps=1e-7",
      "1x4",
      { 1, 2, 3, 4 },
      { 1, 6, 7, 2 },
      { -0.5811, 0.4189, 1.4189, 2.4189 } },
    { "adamw",
      "lr=0.5 weight_decay=0.004 eps=1e-7",
      "1x4",
      { 1, 2, 3, 4 },
      { 1, 6, 7, 2 },
      { 0.498, 1.496, 2.494, 3.492 } },
    { "adafactor",
      "cap=0.5",
      "1x4",
      { 1, 2, 3, 4 },
      { 1, 6, 7, 2 },
      { -0.3693, 0.6307, 1.6307, 2.6307 } },
    { "adafactor",
      "cap=0.5",
      "2x2",
      { 1, 2, 3, 4 },
      { 1, 6, 7, 2 },
      { 0.7007, -0.0081, 1.2492, 3.4407 } },
};

START_TEST(test_printed_steps)
{
    gr_walk walk;

    gr_walk_begin(&walk, printed[_i].optimizer, printed[_i].shape, printed[_i].settings);
    memcpy(walk.x, printed[_i].x, sizeof printed[_i].x);
    gr_walk_given(&walk, printed[_i].gradient);
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(fabs(walk.x[i] - printed[_i].after[i]) <= 5.01e-5, "%s, %zu: %.6f",
                      printed[_i].optimizer, i, walk.x[i]);
    gr_walk_end(&walk);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const relations[] = { test_without_velocity, test_lion_is_signum,
                                       test_adamw_is_adam,    test_adam_is_corrected_rmsprop,
                                       test_two_forms_of_nag, test_rate_is_outside_velocity };
    const TTest *const steps[] = { test_first_step_of_adam,
                                   test_adagrad_on_a_slope,
                                   test_told_rates,
                                   test_decay_of_adagrad,
                                   test_rmsprop_with_velocity,
                                   test_lion_by_hand,
                                   test_signum_without_memory,
                                   test_pulls };
    Suite *s = suite_create("optimizer rules");
    TCase *all = gr_test_case(s, "rules");

    for (size_t i = 0; i < GR_LEN(relations); i++)
        tcase_add_test(all, relations[i]);
    for (size_t i = 0; i < GR_LEN(steps); i++)
        tcase_add_test(all, steps[i]);
    tcase_add_loop_test(all, test_scale_of_f, 0, (int)GR_LEN(scales));
    tcase_add_loop_test(all, test_printed_steps, 0, (int)GR_LEN(printed));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
