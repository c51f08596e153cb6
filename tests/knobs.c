#include "knobs.h"

#include <math.h>

static const gr_param sgd_params[] = {
    { .name = "lr", .kind = GR_PARAM_NUMBER, .initial = "0.1", .high = INFINITY, .low_open = true,
      .log_scale = true },
    { .name = "momentum", .kind = GR_PARAM_NUMBER, .initial = "0", .high = 1, .high_open = true },
    { .name = NULL },
};
static const gr_param inner_params[] = {
    { .name = "depth", .kind = GR_PARAM_INTEGER, .initial = "2", .low = 1, .high = 9 },
    { .name = NULL },
};
static const char *const inner_names[] = { "flat", "deep" };

static size_t two(void)
{
    return 2;
}

static const char *inner_member(size_t index)
{
    return inner_names[index];
}

static const gr_param *inner_member_params(size_t index)
{
    return index == 0 ? NULL : inner_params;
}

static const gr_family inner_family = { "inner", two, inner_member, inner_member,
                                        inner_member_params };
static const gr_param adam_params[] = {
    { .name = "lr", .kind = GR_PARAM_NUMBER, .initial = "0.001", .high = 1, .low_open = true,
      .log_scale = true },
    { .name = "shape", .kind = GR_PARAM_FAMILY, .initial = "flat", .family = &inner_family },
    { .name = NULL },
};
static const char *const optimizer_names[] = { "sgd", "adam" };

static const char *optimizer_member(size_t index)
{
    return optimizer_names[index];
}

static const gr_param *optimizer_member_params(size_t index)
{
    return index == 0 ? sgd_params : adam_params;
}

static const gr_family optimizer_family = { "optimizer", two, optimizer_member, optimizer_member,
                                            optimizer_member_params };
static const char *const words[] = { "full", "half", NULL };
static const char *const choices[] = { "red", "green", "blue", NULL };

const gr_param gr_test_knobs[] = {
    { .name = "rate", .kind = GR_PARAM_NUMBER, .initial = "1", .high = INFINITY, .low_open = true,
      .log_scale = true },
    { .name = "share", .kind = GR_PARAM_NUMBER, .initial = "0.5", .high = 1 },
    { .name = "part", .kind = GR_PARAM_NUMBER, .initial = "0.5", .high = 1, .high_open = true },
    { .name = "side", .kind = GR_PARAM_NUMBER, .initial = "0", .low = -1, .high = 1,
      .low_open = true, .high_open = true },
    { .name = "below", .kind = GR_PARAM_NUMBER, .initial = "0", .low = -INFINITY, .high = 3 },
    { .name = "any", .kind = GR_PARAM_NUMBER, .initial = "0", .low = -INFINITY,
      .high = INFINITY },
    { .name = "count", .kind = GR_PARAM_INTEGER, .initial = "3", .low = 1, .high = 10 },
    { .name = "whole", .kind = GR_PARAM_INTEGER, .initial = "0", .low = -INFINITY,
      .high = INFINITY },
    { .name = "batch", .kind = GR_PARAM_INTEGER, .initial = "full", .low = 1, .high = 64,
      .log_scale = true, .words = words },
    { .name = "bias", .kind = GR_PARAM_YESNO, .initial = "yes" },
    { .name = "colour", .kind = GR_PARAM_CHOICE, .initial = "red", .words = choices },
    { .name = "layers", .kind = GR_PARAM_LAYERS, .initial = "5-8-4-3", .low = 1, .high = 1e8 },
    { .name = "label", .kind = GR_PARAM_TEXT, .initial = "" },
    { .name = "data", .kind = GR_PARAM_FILE, .initial = "x.csv" },
    { .name = "init", .kind = GR_PARAM_FILE, .initial = "full", .words = words },
    { .name = "inputs", .kind = GR_PARAM_COLUMNS, .initial = "0..3" },
    { .name = "first", .kind = GR_PARAM_FAMILY, .initial = "sgd", .family = &optimizer_family },
    { .name = "second", .kind = GR_PARAM_FAMILY, .initial = "adam", .family = &optimizer_family },
    { .name = NULL },
};
