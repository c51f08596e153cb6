/* The function of Gramacy and Lee: a wave that grows to the left, on the side of a quartic. Nine
 * minima lie in the box. (R. B. Gramacy and H. K. H. Lee, "Cases for the nugget in modeling
 * computer experiments", Statistics and Computing 22(3), 2012.) */
#include "gradus/surface.h"

#include "gradus/elementary.h"
#include "pi.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "2.4"), { .name = NULL } };

static const gr_minimum minima[] = {
    { 0.54856344452760518, 0, -0.86901113498949977 },
    { 0.74874377814300857, 0, -0.66327984869044216 },
    { 0.94893368669048621, 0, -0.52660478874040232 },
    { 1.1490876188021966, 0, -0.43445504846995666 },
    { 1.3487851673625930, 0, -0.35563502339109725 },
    { 1.5472883271844392, 0, -0.23225917160244938 },
    { 1.7435767404694347, 0, 0.024757434887311768 },
    { 1.9362196625299227, 0, 0.53385361675074642 },
    { 2.1218991660525427, 0, 1.4345939158961477 },
};

static const double SERIES = 0.01, WAVE = 50 * PI * PI;

/* sin z / z and its derivative near 0, where their quotients are 0/0 and cancel. */
static double ratio_near_0(double z)
{
    double u = z * z;

    return 1 - u / 6 + u * u / 120;
}

static double slope_near_0(double z)
{
    double u = z * z;

    return z * (u / 30 - 1.0 / 3 - u * u / 840);
}

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], u = x - 1, z = 10 * PI * x;
    bool series = fabs(z) < SERIES;
    double ratio = series ? ratio_near_0(z) : gr_sin(z) / z;

    (void)terrain;
    if (gradient != NULL)
        gradient[0] = WAVE * (series ? slope_near_0(z) : (gr_cos(z) - ratio) / z) + 4 * (u * u * u);
    return 5 * PI * ratio + u * u * (u * u);
}

const gr_surface gr_surface_gramacy_lee = {
    .name = "gramacy_lee",
    .summary = "one dimension; nine minima, the lowest at the left end",
    .formula = "sin(10 pi x) / (2 x) + (x - 1)^4",
    .dims = 1,
    .params = params,
    .box = { 0.5, 2.5, 0, 0 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
