#include "gradus/obstacle.h"

#include "gradus/elementary.h"
#include "gradus/number.h"

#include <math.h>

#define PI 3.14159265358979323846

double gr_obstacle_expert(double p, double sd, gr_rng *rng)
{
    double side = gr_rng_chance(rng, p) ? GR_OBSTACLE_AIM : -GR_OBSTACLE_AIM;

    return side + sd * gr_rng_normal(rng);
}

double gr_obstacle_path(double aim, double x)
{
    return aim * (1 - gr_cos(PI * x)) / 2;
}

static bool inside(double aim, double x)
{
    double y = gr_obstacle_path(aim, x), away = x - 1;

    return away * away + y * y < GR_OBSTACLE_RADIUS * GR_OBSTACLE_RADIUS;
}

/* It comes from outside at x = 0; in between, by halving. */
double gr_obstacle_crash(double aim)
{
    double low = 0, high = 1;

    if (!inside(aim, 1))
        return gr_missing();
    for (int i = 0; i < 40; i++) {
        double middle = (low + high) / 2;
        if (inside(aim, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

double gr_obstacle_dithering(double p, size_t k)
{
    double sum = 0, ways = 1, n = (double)k;

    for (size_t j = 0; j <= k; j++) {
        double up = (double)j, aim = (2 * up / n - 1) * GR_OBSTACLE_AIM;
        if (fabs(aim) < GR_OBSTACLE_RADIUS)
            sum += ways * gr_pow(p, up) * gr_pow(1 - p, n - up);
        ways = ways * (n - up) / (up + 1);
    }
    return sum;
}

/* --- the inverse problem --- */

double gr_bishop_curve(double t)
{
    return t + 0.3 * gr_sin(2 * PI * t);
}

void gr_bishop_draw(gr_rng *rng, double *x, double *t)
{
    *t = gr_rng_uniform(rng);
    double noise = 0.2 * gr_rng_uniform(rng) - 0.1;
    *x = gr_bishop_curve(*t) + noise;
}
