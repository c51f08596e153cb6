#include "gradus/memory.h"
#include "gradus/optimizer.h"
#include "gradus/schedule.h"

#include <string.h>

#define GR_OPTIMIZER(name) extern const gr_optimizer gr_optimizer_##name;
#include "optimizers.def"
#undef GR_OPTIMIZER

static const gr_optimizer *const optimizers[] = {
#define GR_OPTIMIZER(name) &gr_optimizer_##name,
#include "optimizers.def"
#undef GR_OPTIMIZER
};

const char *const gr_optimizer_words[] = {
#define GR_OPTIMIZER(name) #name,
#include "optimizers.def"
#undef GR_OPTIMIZER
    NULL
};

#define GR_SCHEDULE(name) extern const gr_schedule gr_schedule_##name;
#include "schedules.def"
#undef GR_SCHEDULE

static const gr_schedule *const schedules[] = {
#define GR_SCHEDULE(name) &gr_schedule_##name,
#include "schedules.def"
#undef GR_SCHEDULE
};

static size_t count_params(const gr_param *params)
{
    size_t count = 0;

    while (params != NULL && params[count].name != NULL)
        count++;
    return count;
}

/* --- optimizers --- */

size_t gr_optimizer_count(void)
{
    return GR_LEN(optimizers);
}

const gr_optimizer *gr_optimizer_at(size_t index)
{
    return optimizers[index];
}

size_t gr_optimizer_knobs(const gr_optimizer *optimizer)
{
    return count_params(optimizer->params);
}

size_t gr_optimizer_terms(const gr_optimizer *optimizer)
{
    size_t count = 0;

    while (optimizer->terms[count].name != NULL)
        count++;
    return count;
}

static const char *optimizer_name(size_t index)
{
    return optimizers[index]->name;
}

static const char *optimizer_summary(size_t index)
{
    return optimizers[index]->summary;
}

static const gr_param *optimizer_params(size_t index)
{
    return optimizers[index]->params;
}

const gr_family gr_optimizer_family = { "optimizer", gr_optimizer_count, optimizer_name,
                                        optimizer_summary, optimizer_params };

/* A name of several words stands in parentheses. */
static void put_name(const char *name, size_t length, gr_text *out)
{
    bool several = memchr(name, ' ', length) != NULL;

    gr_text_add(out, several ? "(" : "");
    gr_text_addn(out, name, length);
    gr_text_add(out, several ? ")" : "");
}

/* `4 + -1.6` is 4 - 1.6, and `4 - -1.6` is 4 + 1.6; `at` is where the number begins. */
static void join_sign(gr_text *out, size_t at)
{
    bool negative = !out->failed && at >= 2 && out->bytes[at] == '-' && out->bytes[at - 1] == ' ';
    char *sign = negative ? &out->bytes[at - 2] : NULL;

    if (sign == NULL || (*sign != '+' && *sign != '-'))
        return;
    *sign = *sign == '+' ? '-' : '+';
    memmove(&out->bytes[at], &out->bytes[at + 1], out->length - at);
    out->length--;
}

void gr_term_write(const gr_term *term, gr_operand_put *put, void *context, gr_text *out)
{
    size_t operand = 0;

    for (const char *f = term->formula; f != NULL && *f != '\0'; f++) {
        if (*f != '[') {
            gr_text_addn(out, f, 1);
            continue;
        }
        size_t length = strcspn(++f, "]");
        size_t before = out->length;
        if (put != NULL)
            put(context, operand++, out);
        else
            put_name(f, length, out);
        f += length;
        if (put != NULL && f[1] != '*' && f[1] != '^')
            join_sign(out, before);
    }
}

/* --- schedules --- */

size_t gr_schedule_count(void)
{
    return GR_LEN(schedules);
}

const gr_schedule *gr_schedule_at(size_t index)
{
    return schedules[index];
}

size_t gr_schedule_knobs(const gr_schedule *schedule)
{
    return count_params(schedule->params);
}

static const char *schedule_name(size_t index)
{
    return schedules[index]->name;
}

static const char *schedule_summary(size_t index)
{
    return schedules[index]->summary;
}

static const gr_param *schedule_params(size_t index)
{
    return schedules[index]->params;
}

const gr_family gr_schedule_family = { "schedule", gr_schedule_count, schedule_name,
                                       schedule_summary, schedule_params };
