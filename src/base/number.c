#include "gradus/number.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t missing_bits = UINT64_C(0x7FF80000000007A2);

double gr_missing(void)
{
    double value;

    memcpy(&value, &missing_bits, sizeof value);
    return value;
}

bool gr_is_missing(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits == missing_bits;
}

static size_t copy(char out[GR_NUMBER_SIZE], const char *text)
{
    size_t length = strlen(text);

    memcpy(out, text, length + 1);
    return length;
}

static const char *word_for(double value)
{
    if (gr_is_missing(value))
        return "";
    if (isnan(value))
        return "nan";
    return value > 0 ? "inf" : "-inf";
}

/* Rewrite "1.5e-07" as "1.5e-7": no plus, no leading zero in the exponent. */
static size_t tidy_exponent(char *text)
{
    char *e = strchr(text, 'e');

    if (e != NULL) {
        char *from = e + 1, *to = e + 1;
        if (*from == '-')
            *to++ = *from++;
        else if (*from == '+')
            from++;
        while (*from == '0' && from[1] != '\0')
            from++;
        memmove(to, from, strlen(from) + 1);
    }
    return strlen(text);
}

/* Lay decimal digits d1 d2 ... with value 0.d1d2... * 10^point out without an exponent. */
static size_t plain(char *out, bool negative, const char *digits, int point)
{
    int count = (int)strlen(digits), n = 0;

    if (negative)
        out[n++] = '-';
    if (point <= 0)
        out[n++] = '0';
    for (int i = 0; i < point; i++)
        out[n++] = i < count ? digits[i] : '0';
    if (point < count) {
        out[n++] = '.';
        for (int i = point; i < 0; i++)
            out[n++] = '0';
        for (int i = point > 0 ? point : 0; i < count; i++)
            out[n++] = digits[i];
    }
    out[n] = '\0';
    return (size_t)n;
}

/* The shortest of 15, 16, 17 digits that reads back, as "[-]d.ddde±xx". */
static void shortest(double value, char out[GR_NUMBER_SIZE])
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, GR_NUMBER_SIZE, "%.*e", digits - 1, value);
        if (strtod(out, NULL) == value) /* NOLINT: exact on purpose */
            return;
    }
}

/* Split "d.ddde±xx" into its digits without trailing zeros and the decimal exponent. */
static int split(const char *scientific, char digits[20])
{
    int count = 0;
    const char *at = scientific;

    for (; *at != 'e'; at++)
        if (isdigit((unsigned char)*at))
            digits[count++] = *at;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    digits[count] = '\0';
    return atoi(at + 1);
}

size_t gr_number_exact(double value, char out[GR_NUMBER_SIZE])
{
    char scientific[GR_NUMBER_SIZE], digits[20];

    if (!isfinite(value))
        return copy(out, word_for(value));
    if (value == 0)
        return copy(out, signbit(value) ? "-0" : "0");
    double size = fabs(value);
    if (size < 1e15 && floor(size) == size) /* most of what is written: all its digits read back */
        return (size_t)snprintf(out, GR_NUMBER_SIZE, "%lld", (long long)value);
    shortest(value, scientific);
    int exponent = split(scientific, digits);
    if (size >= 1e-6 && size < 1e21)
        return plain(out, value < 0, digits, exponent + 1);
    snprintf(out, GR_NUMBER_SIZE, "%s%c%s%se%d", value < 0 ? "-" : "", digits[0],
             digits[1] != '\0' ? "." : "", digits + 1, exponent);
    return strlen(out);
}

/* Decimals that leave 4 significant digits; the rounding of 9.9996 to 10.00 is seen to. */
static int decimals_for(double size)
{
    static const double limits[] = { 0.0099995, 0.099995, 0.99995, 9.9995, 99.995, 999.95 };
    int decimals = 6;

    for (size_t i = 0; i < sizeof limits / sizeof limits[0] && size >= limits[i]; i++)
        decimals--;
    return decimals;
}

static size_t without_minus_zero(char *out)
{
    if (out[0] == '-' && strspn(out + 1, "0.") == strlen(out + 1))
        memmove(out, out + 1, strlen(out));
    return strlen(out);
}

size_t gr_number_shown(double value, int decimals, char out[GR_NUMBER_SIZE])
{
    double size = fabs(value);

    if (!isfinite(value))
        return copy(out, word_for(value));
    if (decimals == GR_DECIMALS_COUNT)
        decimals = 0;
    else if (decimals < 0 && value != 0 && (size < 0.00099995 || size >= 999999.5)) {
        snprintf(out, GR_NUMBER_SIZE, "%.3e", value);
        return tidy_exponent(out);
    } else if (decimals < 0)
        decimals = size == 0 ? 3 : decimals_for(size);
    if (size >= 1e21) {
        snprintf(out, GR_NUMBER_SIZE, "%.3e", value);
        return tidy_exponent(out);
    }
    snprintf(out, GR_NUMBER_SIZE, "%.*f", decimals > 12 ? 12 : decimals, value);
    return without_minus_zero(out);
}

/* The shortest digits that are right to the tick step, as "[-]d.ddde±xx"; 6 of them on a log axis,
 * where ticks are powers of ten. 0.1 + 0.2 is the tick 0.3. */
static void tick_digits(double value, double step, char out[GR_NUMBER_SIZE])
{
    int most = step > 0 ? 17 : 6;

    for (int digits = 1; digits <= most; digits++) {
        snprintf(out, GR_NUMBER_SIZE, "%.*e", digits - 1, value);
        if (fabs(strtod(out, NULL) - value) <= step * 1e-3)
            return;
    }
}

size_t gr_number_tick(double value, double step, char out[GR_NUMBER_SIZE])
{
    char scientific[GR_NUMBER_SIZE], digits[20];
    double size = fabs(value);

    if (!isfinite(value))
        return copy(out, word_for(value));
    if (size == 0 || size < step * 1e-3) /* 0.1 + 0.2 - 0.3 is the tick at zero */
        return copy(out, "0");
    tick_digits(value, step, scientific);
    int exponent = split(scientific, digits);
    const char *sign = value < 0 ? "-" : "", *point = digits[1] != '\0' ? "." : "";
    snprintf(scientific, sizeof scientific, "%s%c%s%se%d", sign, digits[0], point, digits + 1,
             exponent);
    if (exponent < -6 || exponent >= 21)
        return copy(out, scientific);
    size_t length = plain(out, value < 0, digits, exponent + 1);
    bool middling = exponent >= -2 && exponent < (step > 0 ? 6 : 4); /* 100, not 1e2 */
    return middling || length <= strlen(scientific) ? length : copy(out, scientific);
}

/* Read from its text, it is as near as can be. */
static double mark_at(int mark, int exponent)
{
    char text[32];

    snprintf(text, sizeof text, "%de%d", mark, exponent);
    return strtod(text, NULL);
}

double gr_number_neighbour(double value, int direction, const int *marks, size_t count)
{
    char text[GR_NUMBER_SIZE];
    bool up = direction > 0;
    size_t mark = up ? 0 : count - 1;
    int exponent;

    snprintf(text, sizeof text, "%.0e", value); /* the decade, or the one above */
    exponent = atoi(strchr(text, 'e') + 1) - direction;
    for (int unit = marks[0]; unit >= 10; unit /= 10)
        exponent--;
    while (up ? mark_at(marks[mark], exponent) <= value : mark_at(marks[mark], exponent) >= value) {
        if (mark != (up ? count - 1 : 0)) {
            mark = up ? mark + 1 : mark - 1;
            continue;
        }
        mark = up ? 0 : count - 1;
        exponent += direction;
    }
    return mark_at(marks[mark], exponent);
}

bool gr_number_read(const char *bytes, size_t length, double *value)
{
    char text[512];
    size_t i = 0, digits = 0;

    if (length == 0 || length >= sizeof text)
        return false;
    memcpy(text, bytes, length);
    text[length] = '\0';
    if (strlen(text) != length)
        return false;
    const char *body = text + (text[0] == '-' || text[0] == '+');
    if (strcmp(body, "nan") != 0 && strcmp(body, "inf") != 0) {
        for (; isdigit((unsigned char)body[i]) || body[i] == '.'; i++)
            digits += body[i] != '.';
        if (digits == 0)
            return false;
        if (body[i] == 'e' || body[i] == 'E') {
            i += body[i + 1] == '-' || body[i + 1] == '+' ? 2 : 1;
            if (!isdigit((unsigned char)body[i]))
                return false;
            i += strspn(body + i, "0123456789");
        }
        if (body[i] != '\0')
            return false;
    }
    char *end;
    double read = strtod(text, &end);
    if (*end != '\0' || (isinf(read) && body[0] != 'i')) /* nothing written out is infinite */
        return false;
    *value = isnan(read) ? (double)NAN : read;
    return true;
}

uint64_t gr_fnv1a(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    return hash;
}
