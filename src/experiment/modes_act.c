/* The student's own demonstrations: an aim that is moved and recorded. */
#include "modes.h"

enum { TAKE, BACK, UNDO, DISCARD, UP, RIGHT, DOWN, LEFT };

const gr_action_spec gr_modes_actions[] = {
    [TAKE] = { "take", "demonstrate", false },
    [BACK] = { "back", "no more demonstrations: let it learn", false },
    [UNDO] = { "undo", "take back your last demonstration", false },
    [DISCARD] = { "discard", "take back all your demonstrations", false },
    [UP] = { "up", "aim further up", false },
    [RIGHT] = { "right", "drive there: record the aim as a demonstration", false },
    [DOWN] = { "down", "aim further down", false },
    [LEFT] = { "left", "aim at the middle", false },
    { .name = NULL },
};

static const double APART = 0.1;

static bool refuse(gr_error *err, const char *reason)
{
    return gr_fail(err, GR_ERROR_USAGE, "%s", reason);
}

static bool take(gr_modes_state *now, gr_error *err)
{
    if (now->driving)
        return refuse(err, "you demonstrate already; up and down aim, right drives");
    now->driving = true;
    return true;
}

static bool back(gr_modes_state *now, gr_error *err)
{
    if (!now->driving)
        return refuse(err, "it learns already");
    if (now->own_count == 0)
        return refuse(err, "there is no demonstration yet; right drives with the aim you see");
    now->driving = false;
    return true;
}

static bool undo(gr_modes_state *now, gr_error *err)
{
    if (now->own_count == 0)
        return refuse(err, "there is no demonstration to take back");
    now->own_count--;
    now->driving = true;
    return true;
}

static bool discard(gr_modes_state *now, gr_error *err)
{
    if (now->own_count == 0)
        return refuse(err, "there is no demonstration to take back");
    now->own_count = 0;
    now->driving = true;
    return true;
}

/* Tenths, counted as such: sums of 0.1 would not come back to 0. */
static bool aim(gr_modes_state *now, int by, gr_error *err)
{
    int tenths = (int)(now->aim / APART + (now->aim < 0 ? -0.5 : 0.5)) + by;

    if (tenths < -9 || tenths > 9)
        return refuse(err, "the road ends there");
    now->aim = (double)tenths * APART;
    return true;
}

static bool up(gr_modes_state *now, gr_error *err)
{
    return aim(now, 1, err);
}

static bool down(gr_modes_state *now, gr_error *err)
{
    return aim(now, -1, err);
}

static bool middle(gr_modes_state *now, gr_error *err)
{
    (void)err;
    now->aim = 0;
    return true;
}

static bool record(gr_modes_state *now, gr_error *err)
{
    if (now->own_count == GR_MODES_OWN)
        return refuse(err, "that is as many demonstrations as there is room for");
    now->own[now->own_count++] = now->aim;
    return true;
}

bool gr_modes_do(const gr_job *job, void *at, int action, gr_error *err)
{
    static bool (*const acts[])(gr_modes_state *, gr_error *) = {
        [TAKE] = take, [BACK] = back,    [UNDO] = undo, [DISCARD] = discard,
        [UP] = up,     [RIGHT] = record, [DOWN] = down, [LEFT] = middle,
    };
    const gr_modes_setup *s = job->setup;
    gr_modes_state *now = at;

    if (s->source != GR_MODES_OWNED)
        return refuse(err, "demonstrations are yours with data=own only");
    if (action >= UP && !now->driving)
        return refuse(err, "it learns now; take over to demonstrate");
    return acts[action](now, err);
}

gr_control gr_modes_control(const gr_job *job, const void *at, bool *clock)
{
    const gr_modes_setup *s = job->setup;
    const gr_modes_state *now = at;

    *clock = false;
    if (s->source != GR_MODES_OWNED)
        return GR_CONTROL_NONE;
    return now->driving ? GR_CONTROL_DRIVE : GR_CONTROL_WATCH;
}
