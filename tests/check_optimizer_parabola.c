/* The methods with and without a velocity on the parabola l x^2 / 2: closed forms, the rates beyond
 * which they leave, and the best rates for a valley of curvatures mu and L. */
#include "support.h"
#include "walk.h"

#include "gradus/memory.h"

#include <math.h>
#include <string.h>

/* Walk down it, t updates; the distance that is left, from 1. */
static double left_after(const char *optimizer, double rate, double gamma, double l, int updates)
{
    gr_walk walk;
    double left = 1;

    gr_walk_begin(&walk, optimizer, "1x1", "");
    if (strcmp(optimizer, "gd") != 0)
        walk.knobs[gr_walk_knob(&walk, "gamma")] = gamma;
    walk.rate = rate;
    walk.x[0] = 1;
    for (int t = 0; t < updates && fabs(left) < 1e100; t++) {
        const gr_update update = gr_walk_next(&walk);
        double at = walk.x[0];
        if (walk.optimizer->probe != NULL)
            walk.optimizer->probe(&update, walk.slots, walk.x, &at);
        double g = l * at;
        gr_walk_given(&walk, &g);
        left = walk.x[0];
    }
    gr_walk_end(&walk);
    return left;
}

START_TEST(test_gd_closed_form)
{
    static const double rates[] = { 0.01, 0.2, 0.5, 0.61 };

    for (size_t i = 0; i < GR_LEN(rates); i++) {
        double power = 1, factor = 1 - rates[i] * 3;
        for (int t = 0; t < 60; t++, power *= factor)
            gr_walk_close(left_after("gd", rates[i], 0, 3, t) / power, 1, 1e-12);
    }
}
END_TEST

/* Below its limit a rate leads to the minimum, above it away: a l < 2, for the ball 2(1 + gamma),
 * for both forms of Nesterov's 2(1 + gamma)/(1 + 2 gamma). */
static const double gammas[] = { 0, 0.3, 0.6, 0.9, 0.97 };

static double limit_of(const char *optimizer, double gamma)
{
    if (strcmp(optimizer, "gd") == 0)
        return 2;
    return 2 * (1 + gamma) / (strcmp(optimizer, "momentum") == 0 ? 1 : 1 + 2 * gamma);
}

START_TEST(test_stability_limits)
{
    static const char *const names[] = { "gd", "momentum", "nag", "nag_lookahead" };
    double l = 3, gamma = gammas[_i];

    for (size_t i = 0; i < GR_LEN(names); i++) {
        double limit = limit_of(names[i], gamma) / l;
        double below = fabs(left_after(names[i], 0.999 * limit, gamma, l, 20000));
        double above = fabs(left_after(names[i], 1.001 * limit, gamma, l, 20000));
        ck_assert_msg(below < 1e-6, "%s, gamma %g, below: %g", names[i], gamma, below);
        ck_assert_msg(above > 1e6, "%s, gamma %g, above: %g", names[i], gamma, above);
    }
}
END_TEST

/* x_{t+1} = (1 + gamma) q x_t - gamma q x_{t-1} with q = 1 - a l; looking ahead is q times that. */
START_TEST(test_nag_recurrence)
{
    double a = 0.13, l = 3, gamma = gammas[_i], q = 1 - a * l;
    double last = 1 / q, now = 1, ahead = 1;

    for (int t = 0; t < 80; t++) {
        gr_walk_close(left_after("nag", a, gamma, l, t), now, 1e-13);
        gr_walk_close(left_after("nag_lookahead", a, gamma, l, t), ahead, 1e-13);
        double next = (1 + gamma) * q * now - gamma * q * last;
        ahead = q * now;
        last = now;
        now = next;
    }
}
END_TEST

/* Between the curvatures mu and L the best rate of gradient descent is 2/(mu + L): both ends shrink
 * by (k-1)/(k+1) with each update, k = L/mu, and with any other rate one of them by less. */
START_TEST(test_best_rate)
{
    double mu = 1, l = 50, best = 2 / (mu + l), shrinks = 49. / 51, power = 1;

    for (int t = 0; t < 100; t++, power *= shrinks) {
        gr_walk_close(left_after("gd", best, 0, mu, t) / power, 1, 1e-11);
        gr_walk_close(fabs(left_after("gd", best, 0, l, t)) / power, 1, 1e-11);
    }
    for (double off = -0.02; off < 0.03; off += 0.04) {
        double along = fabs(left_after("gd", best * (1 + off), 0, mu, 100));
        double across = fabs(left_after("gd", best * (1 + off), 0, l, 100));
        ck_assert((along > across ? along : across) > 1.05 * power);
    }
}
END_TEST

/* The best heavy ball: a = (2/(sqrt L + sqrt mu))^2 and gamma = ((sqrt k - 1)/(sqrt k + 1))^2 make
 * both roots of both ends equal to +- sqrt gamma, so that x_t = (1 + c t) root^t. */
START_TEST(test_best_heavy_ball)
{
    double mu = 1, l = 49, rate = 2. / 8 * 2 / 8, root = 6. / 8, power = 1;

    for (int t = 0; t < 100; t++, power *= root) {
        double along = (1 - rate * mu) / root - 1, across = (1 - rate * l) / -root - 1;
        double sign = t % 2 == 0 ? 1 : -1;
        gr_walk_close(left_after("momentum", rate, root * root, mu, t) / power, 1 + along * t,
                      1e-9);
        gr_walk_close(left_after("momentum", rate, root * root, l, t) / power * sign,
                      1 + across * t, 1e-9);
    }
    double ball = fabs(left_after("momentum", rate, root * root, mu, 100));
    ck_assert(ball < 1e-6 * fabs(left_after("gd", 2 / (mu + l), 0, mu, 100)));
}
END_TEST

/* The most that is left of 1 along or across the valley, over 20 updates far down the way. */
static double far_down(double rate, double gamma, double mu, double l)
{
    double worst = 0;

    for (int t = 2000; t < 2020; t++) {
        double along = fabs(left_after("momentum", rate, gamma, mu, t));
        double across = fabs(left_after("momentum", rate, gamma, l, t));
        worst = along > worst ? along : worst;
        worst = across > worst ? across : worst;
    }
    return worst;
}

/* Less friction or more, a larger rate or a smaller: one of the ends is slower. */
START_TEST(test_heavy_ball_is_best)
{
    static const double off[][2] = { { 1.02, 1 }, { 0.98, 1 }, { 1, 1.02 }, { 1, 0.98 } };
    double rate = 1. / 16, gamma = 9. / 16, best = far_down(rate, gamma, 1, 49);

    for (size_t i = 0; i < GR_LEN(off); i++)
        ck_assert_msg(far_down(rate * off[i][0], gamma * off[i][1], 1, 49) > 1e3 * best, "%zu", i);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_gd_closed_form, test_best_rate, test_best_heavy_ball,
                                   test_heavy_ball_is_best };
    Suite *s = suite_create("optimizers on a parabola");
    TCase *all = gr_test_case(s, "parabola");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    tcase_add_loop_test(all, test_stability_limits, 0, (int)GR_LEN(gammas));
    tcase_add_loop_test(all, test_nag_recurrence, 0, (int)GR_LEN(gammas));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
